"""Patterns in evened text by which asking is told from stating. Used by `scenarios.asking` alone.

A clause asks weakly by a question word (什么, who), strongly by its form (吗, 有没有, "did you"). Rhetorical words undo
both, reported questions (银行要写明为什么, "it depends on what they find") undo the weak ones.
"""

from __future__ import annotations

import re

THEY_ZH = (
    r"(?:银行|法院|他们|她们|对方|公司|机构|征信|警察|民警|派出所|平台|人家|客服|柜台|柜员|律师|物业|那边|发卡行|商家|店家"
    r"|中心|警方|单位|房东|收款人|保险)"
)
ZH_WORD = re.compile(
    r"什么(?!都|也)|哪(?!怕|里都|儿都|个都|是小事|能怪|能怨)|谁(?!.{0,8}[都也])|[有是]几|几[号月天次个点期年]|多少|多久|多长|多大"
    r"|怎么(?!也|都)|怎样|如何|情况如何|(?<!要)何时|咋|啥(?!都|也)"
)
ZH_FORM = re.compile(
    r"是否|有没有|有无|是不是|能不能|会不会|愿不愿|(?:吗|(?<![着在])呢|了没|没有|过没)$|贵姓|尊姓"
    r"|([一-鿿]{1,2})没\1(?!断)|([一-鿿])了没\2|(?<![还都也又从])没$|(?<![也都还又并从绝才就决])不$"
    r"|(?![动时了好可行对说差])([一-鿿])不\3|([^动时]{1,2})[不没]\4.{0,2}$"
    r"|是.{1,12}还是(?!要|得|会|能|可以|应该|建议|请|先)|^(?:您|你)(?:是|有|应该是|不是)[^,]*吧$"
)
ZH_CLOSED = re.compile(r"(?:吗|没有|过没|了没)$")  # what ends so is asked of the listener, whatever it is about
ZH_REQUEST = re.compile(
    r"请(?:您|你)?(?:先|再|再给我|给我|跟我|和我|详细|简单|大概)?(?:告诉|说|讲|介绍|描述|提供|聊)|(?:跟|和|给|对|向)我(?:们)?(?:说|讲|聊|介绍|描述)"
    r"|告诉我|想(?:再|先|跟您|和您|向您)?(?:了解|问|请教|知道|核实|确认一下)|(?:了解|问|核实)(?:一下|几个|您几)|请问|方便(?:说|讲|告诉|透露)"
    r"|说说|讲讲|聊聊|说一下|讲一下|麻烦(?:您|你)?(?:说|讲|告诉)"
)
ZH_RHETORICAL = re.compile(
    r"哪(?:儿|里)?(?:有(?:这|那|什么|啥|不|人)|会|敢|来的|可能|用得着|能让)|怎么(?:会|可能|敢|好意思)(?!$)|怎么能.{0,6}(?:怪|让|骗|这么|这样|怨)"
    r"|跟[^,]{1,8}有什么(?:两样|区别|分别|不同)|谁(?:说(?!的|$)|还(?!没)|不|能不|会不|碰上|遇上|遇到|摊上|赶上|听了|看了|都|也|又能|愿意|保证|敢)|凭什么|何必|何苦|难道|没有?(?:谁|哪个)"
    r"|(谁|怎么|多少|什么|哪)[^,、]{1,9}\1|说不[准好清]|(?:没|无|不)(?:有)?(?:权利|权|能|会|得|该|应该|许)[^,]{0,4}(?:问|要|查)(?:您|你)"
)
ZH_REPORTED = re.compile(
    r"没[^,]{0,4}什么|什么的$|随便[哪什怎谁几]|说了不算"
    r"|(?:什么|哪[个家里]?|谁|多少|几|多久|怎么|如何|何时|啥|(?P<both>[一-鿿])不(?P=both))[^,您你]{0,10}"
    r"(?:得|要|须|由|需要|等|还没|没法|全看|不好|不敢|不能)[^,]{0,14}(?:定|核|查|商量|说了算|算|批|认|审|收|说|讲|准|数)"
    r"|(?:让|叫|要求)(?:它|他|她|他们|她们|银行|对方|公司|机构)[^,]{0,4}(?:说|讲|写|解释|给)|不一定|查.{0,3}才|有(?:啥|什么)(?:可)?(?:丢人|大不了|怕)|(?:别|甭|不用|不必)(?:再|光)?[跟和对向]我|不管|无论|不论|随便[哪什怎谁]|怎么样都"
    r"|告诉(?:您|你)|跟(?:您|你)(?:说|讲)(?!说)|给(?:您|你)(?:讲|说|介绍|个说法|一个说法)"
    r"|(?<![您你看])看(?!看|一下).{0,12}(?:怎么|什么|多少|哪|谁|如何|几|认不认|批不批|同不同意)|取决于|[要得]看|而定"
    r"|(?:由|归)[^,]{1,8}(?:定|决定|说了算|负责|管)|不(?:急着|用|必|需要|要)(?:再)?(?:谈|说|问|管|讲).{0,6}(?:多少|什么|怎么|谁)"
    r"|^(?:您|你)?(?:要是|如果)?有(?:什么|任何|啥|哪)[^,]{0,10}(?:随时|再|尽管|都可以|就|可以|打给|联系|打过来|问我)"
    r"|我(?:很|都|也|能|完全)?(?:知道|明白|理解|清楚|懂)(?!一下)"
    r"|(?:能不能|会不会|是不是|有没有)[^,]{0,12}我[^,]{0,3}(?:不敢|没法|不好|不能|说不|也不)"
    r"|(?<![您你])看看?(?:能不能|是否|可不可以|会不会)"
    r"|(?P<open>[一-鿿])不(?P=open)[^,]{0,4}(?:不敢|没法|不好|不能|说不|都不|也不)"
    rf"|{THEY_ZH}[^,]{{0,8}}(?:必须|应当|应该|有义务|会|要|得)[^,]{{0,6}}(?:告诉|解释|答复|说清|讲清|给个)"
    r"|(?:规定|通知|合同|文件|法条|法律|短信|条款|传票)(?:书)?(?:里|上|中|里面|上面)?(?:会|都)?(?:写|讲|说)(?:着|了|得)?(?:清楚|明|有)?"
    r"|(?:是谁|什么|怎么|哪)[^,]*之前|^至于"
    r"|(?P<theirs>[一-鿿])不(?P=theirs)[^,]{0,6}(?:是|要|得|由|全|都)(?:人家|他们|银行|法院|对方|看|公司|机构|由|靠)"
    rf"|(?<!您)(?<!你)问(?!过|了|您|你|我)(?:问|一下)?(?:{THEY_ZH}|同事|主管|领导|班长|专家)|(?:您|你)(?:去|可以|先|再|就|得|要|直接|当面|也可以)+问(?!过|了)(?:问|一下)?{THEY_ZH}"
)
# What somebody writes or finds out, unless that is asked itself.
ZH_NOTED = re.compile(
    r"^(?!.*(?:有没有|有无|是否|是不是|能不能|会不会)).*(?:写明|写清|载明|注明|讲明|说明(?!一下)|告知|查清|弄清|搞清|记下|写下|记好|列出)"
)
# Over a whole sentence: what stands in it is told, noted or given, and asked of nobody.
ZH_TOLD = re.compile(
    r"把[^.]*(?:记下|写下|记录|告诉(?!我)|告知|说清|讲清|说明白|存好|留好|保存|列出|整理|交给|写清|都说|都讲)"
    r"|(?:必须|应当|应该|得|会|都要)[^.]{0,10}(?:告诉|告知|写清|说清|讲清)(?:您|你|楚)"
    r"|^(?:您|你)?(?:先|再|就|可以|要|得|请|最好)*(?:记下|写下|记录|记住|留意|注意)"
)
ZH_TAG = re.compile(
    r"^(?:您|你)?(?:看|觉得|听|说)?(?:这样|这么|这些)?(?:好吗|可以吗|行吗|明白(?:了)?吗|清楚(?:了)?吗|对吗|是吗|对吧|是吧|对不对|是不是|没错吧|是(?:不是)?这(?:样|个意思)(?:吗|吧|的吗|的吧)?|好不好|行不行"
    r"|可不可以|能理解吗|听懂了吗|听明白(?:了)?吗|听清楚(?:了)?吗|记住了吗|理解(?:的)?对吗|我(?:理解|说)得?(?:的)?对(?:吗|不对))$"
)

_LEAD = (
    r"^(?:(?:so|and|okay|right|now|then|also|first|firstly|second|next|but|well|please|sir|just|mr li|mr lee"
    r"|one more thing|thank you|thanks|sure|or)\s+)*"
)
_VERB = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)"
EN_FORM = re.compile(
    _LEAD + r"(?:do|does|did|have|has|had|are|is|was|were|can|could|would|will|may|might|should|any)\s+"
    r"(?:you|your|there|they|it|the|this|that|he|she|anyone|anybody|someone|idea|chance|i|we|bank)\b(?! no\b)"
    rf"|{_LEAD}any(?:one|body) else (?:know|see|have|use|hear|involved)"
)
EN_WORD = re.compile(
    _LEAD + rf"(?:(?:what|when|where|who|whom|whose|which|why|how)\s+(?:{_VERB}|happen\w*|much|many|long|often"
    r"|soon|about|else|exactly|bank|card|court|date|day|kind|sort|type|time|amount|papers|made|stage)\b"
    r"(?!\s+(?:you|we|i)\s+(?:can|could|need|should|will|have to|must)\b))"
    rf"|{_LEAD}(?:what|which|whose) (?!you|we|i|they|he|she|it|the)\w+ {_VERB}\b"
    r"|(?<!\bsay )(?<!\byou )(?<!\bon )(?<!\bpromise )(?<!\bknow )\b(?:how much|how many|how long|how often)\b"
    r"|\b(?:what date|what day|since when|whether you|if you have)\b"
    rf"|{_LEAD}(?:at|on|in|by|to|from|for|with) (?:what|which|whose)(?: \w+){{1,2}}?"
    r" (?:is|are|was|were|do|does|did|has|have|had)\b"
)
EN_REPORTED = re.compile(
    r"\b(?:is|are|be) (?:up to|down to) |\b(?:depends?|hangs?|turns?) (?:\w+ )?on\b|\bcomes? down to\b"
    r"|^which is (?:why|what|how|where)\b"
    r"|\bif you have (?:any|more|other|further) (?:\w+ )?(?:questions?|doubts?|trouble|problems?|news|worries)\b"
    r"|\b(?:ask|tell|show|call|ring|write to|check with) (?:the|your|them|him|her|whoever)\b"
    r"|^(?:i|we) (?:know|understand|see|realise|can see|can hear|can imagine)\b"
    r"|\b(?:write|note|jot) (?:it |them )?down\b"
    r"|^(?:and |but |so |well )?(?:what|how much|how many|how long|how soon|who|which|when|where|whether|why)"
    r"(?: \w+){0,3}? (?:i|we|nobody|no one|they|he|she) (?:\w+ )?"
    r"(?:not|cannot|never|dare|know|knows|can say|can tell)\b"
    r"|^(?:and |but |so )?(?:what|how much|how many|how long|who|which|when|where)(?: \w+){1,4} (?:is|are|gets|will be)"
    r" (?:decided|settled|judged|checked|seen|determined|fixed|written|looked at)\b"
    r"|\blet me (?:tell|explain|show)\b|\b(?:nobody|no one|none of us) can (?:say|tell)\b|^what matters\b"
)
EN_RHETORICAL = re.compile(
    r"^(?:and |well |but )?(?:who would(?: not|n't)|who (?:says|wants|would want)"
    r"|how could (?:any\w*|you know|you have known|they))\b"
)
EN_REQUEST = re.compile(
    r"\b(?:tell me|talk me through|walk me through|explain to me|describe|share with me"
    r"|give me (?:an idea|a picture|some|the details|the)"
    r"|may i (?:ask|know)|can i ask|could i ask|let me ask|mind if i ask|mind me asking"
    r"|i (?:just |only |also |do )?(?:would like|want|need|would love) to (?:ask|know|understand|hear|check)"
    r"|i am wondering|i wonder|help me understand|fill me in|a (?:few|couple of) questions)\b"
)
EN_TAG = re.compile(
    r"^(?:(?:is|does|do|are) (?:that|this|you|it|everything)(?: all)? (?:right|correct|okay|clear|make sense|following"
    r"|understand|sound okay)"
    r"|right|okay|correct|have i got that right|does that make sense|would that be okay|is that clear)$"
)
