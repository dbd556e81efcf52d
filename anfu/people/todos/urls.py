from django.urls import path

from anfu.people.todos import views

urlpatterns = [
    path("todos/", views.todo_list, name="todo_list"),
    path("todos/<int:pk>/take/", views.take, name="todo_take"),
    path("todos/<int:pk>/release/", views.release, name="todo_release"),
]
