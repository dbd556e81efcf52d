"""The coded values of the facts in the words of the interface."""

SECTORS = {
    "metallurgy": "冶金",
    "nonferrous": "有色",
    "building_materials": "建材",
    "machinery": "机械",
    "light": "轻工",
    "textiles": "纺织",
    "tobacco": "烟草",
    "commerce": "商贸",
}
SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"}
LEVELS = {"severe": "严重", "heavier": "较重", "general": "一般"}
