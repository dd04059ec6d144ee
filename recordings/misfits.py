"""What a JSON document of ours lacks, in both languages: pydantic itself speaks English alone."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

# By pydantic's name of the fault; braces hold what it tells of it. Source: docs.pydantic.dev, "Validation Errors".
_ZH: Mapping[str, str] = {
    "json_invalid": "不是有效的 JSON（{error}）",
    "model_type": "应为 JSON 对象",
    "missing": "缺少这个字段",
    "extra_forbidden": "没有这个字段",
    "literal_error": "只能是 {expected}",
    "string_type": "应为文字",
    "string_too_long": "不能超过 {max_length} 个字符",
    "tuple_type": "应为列表",
    "dict_type": "应为 JSON 对象",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "datetime_type": "应为 ISO 8601 时间",
    "datetime_parsing": "应为 ISO 8601 时间（{error}）",
    "datetime_from_date_parsing": "应为 ISO 8601 时间（{error}）",
    "turn_ends_first": "第 {index} 句的结束时间（{end_s} 秒）早于开始时间（{start_s} 秒）",
    "turn_misplaced": "编号为 {index} 的句子排在第 {position} 位（编号应从 0 连续递增）",
}


def first_misfit(error: ValidationError) -> dict[str, str]:
    """The first fault of a document, as the fields `reason` and `reason_zh` of a `UserError`.

    A fault that has no Chinese words here is told in English in both.
    """
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    chinese = _ZH.get(first["type"])
    told = {name: str(value).replace(" or ", " 或 ") for name, value in first.get("ctx", {}).items()}
    said_zh = first["msg"] if chinese is None else chinese.format(**told)
    return {
        "reason": f"{place}: {first['msg']}" if place else first["msg"],
        "reason_zh": f"{place}：{said_zh}" if place else said_zh,
    }
