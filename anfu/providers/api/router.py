from ninja import Router

router = Router(tags=["服务机构"])
