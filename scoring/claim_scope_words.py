"""Words that tell what a clause does: ask, suppose, quote, hedge, read back. Matched on evened text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """One language's patterns. `cuts` finds clause ends: a mark, or the empty place before a joining word."""

    cuts: re.Pattern[str]
    question: re.Pattern[str]
    confirm: re.Pattern[str]
    condition: re.Pattern[str]
    quoted: re.Pattern[str]
    hedge: re.Pattern[str]
    soft: re.Pattern[str]
    check: re.Pattern[str]
    read_back: re.Pattern[str]
    rule: re.Pattern[str]
    contrast: re.Pattern[str]
    then: re.Pattern[str]  # where the consequence begins in a clause that opens with a condition
    then_alone: re.Pattern[str]  # the same, where no comma will tell


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ZH_JOIN = (
    "如果|要是|假如|但是|但(?=他|银|您|我|不)|不过|然后|所以|因为|另外|而且|那么|还有|其实|同时|首先|其次"
    "|我帮您|您看|也就是说"
)

# Whose words are told on: papers, people around the customer, firms that boast.
_ZH_PAPERS = (
    "短信|消息|合同|协议|保单|单子|告示|通知单?|传单|广告|海报|公告|网页|页面|屏幕|界面|回执|回函|来信|信里|信上|纸条|条子"
    "|牌子|小票|账单|宣传[单册页]|帖子|信用报告"
)
_ZH_PEOPLE = (
    "爱人|老伴儿?|妈妈?|爸爸?|母亲|父亲|女儿|儿子|[大小二]?姐|哥哥?|弟弟?|妹妹?|叔叔?|舅舅?|姨妈?|嫂子|丈夫|妻子|对象"
    "|女婿|媳妇|小姑娘|小伙子?|柜台|保安|客户经理|业务员|推销员|理赔员|收银员|营业员|店员|那人|有人|网红|博主|专家"
    "|师傅|骗子|[他她]们?|邻居|同事|朋友|亲戚|老乡"
)
_ZH_FIRMS = "中介|公司|代理|老板|银行|人家|对方|机构|平台"
_ZH_BOASTS = (
    "拍着?胸|保证(?=.{0,4}(?:退|能|可以|给|删|包|消|全|[一二三五七十\\d]))|打了?包票|打保票|吹|忽悠|吓唬|放话|撂下?话|许诺"
    "|许愿"
)

ZH = ScopeWords(
    cuts=re.compile(
        rf"(?<!\d)[.!?;\n]+|[!?;\n]+|(?<=\d)\.(?!\d)|,(?!\d{{3}}(?!\d))|:(?!\d)"
        rf"|(?<=\d{{5}}) (?=[一-龥])|(?<=[^,.!?;:\n]{{6}})(?={_ZH_JOIN})"
        rf"|(?<=的话)(?=[^,.!?;])"
    ),
    question=re.compile(
        r"吗$|(?<![什怎这那多要])么$|^.{0,5}呢$|(?:谁|什么|啥|哪|怎么|几|多少|为何|干嘛|咋).*呢$|请问|请您问|多久(?!都)|多长时间|什么时候|哪一?天|哪家(?!.{0,6}[都也])"
        r"|哪个(?!.{0,6}[都也])|几号"
        r"|几天前|是不是|有没有|能不能(?!.{0,6}(?:看|由|取决))|可不可以|会不会|要不要"
        r"|(?P<aba>[行好成够大多难])不(?P=aba)(?!.{0,6}(?:看|由|取决|都))|(?<=[了着过出到来好见])没有$|(?<=[了过])没$"
        r"|回事不$"
        r"|对不对|(?<!不管)(?<!无论)(?<!告诉您)(?<!说明)(?<!不清楚)(?<!写清楚)(?<!说清楚)(?<!讲清楚)(?<!写明)(?:怎么|为什么)(?!.{0,6}都)"
        r"|(?<!多少退)(?<!多少赔)(?<!多少还)多少(?!.{0,3}[都也])(?!退|赔|还多少)(?=[钱天年次]|$)|是吧$|对吧$|吧$(?<=好吧)"
    ),
    confirm=re.compile(
        r"^(?:您看)?(?:是吗|对吗|对不对|对吧|是吧|是不是|是这样吗|是这样吧|是不是这样|没错吧|我理解得?对吗"
        r"|我说得?对吗|我理解的?对不对|这样理解对吗|是这个意思吗|是这个意思吧|没有记错吧|对不)$"
    ),
    condition=re.compile(
        r"^要(?:报警|报案|投诉|起诉|打官司|申请)[您你]就|^(?:那|但|而|那么|不过|当然|所以|您)?(?:如果|要是|假如|假设|假定|设想|万一|倘若|若是|若|假使|除非|等到|比如"
        r"|比方|打个比方|举个例子)"
        r"|的话$|就好了$|的时候$|如果.{0,20}(?:还|仍|没|不)"
    ),
    quoted=re.compile(
        r"(?<![跟给向和对找让])(?:[您你](?!好)(?:那边|这边|老公|朋友|家人)?|那个?人|这个人|邻居|亲戚|老乡|同学"
        r"|儿子|女儿|老伴|媳妇|骗子|柜员|经理"
        r"|店家|商家|老板|主播|视频|文章|帖子|广告|短信里?|工作人员|银行(?:那边|的人|客服)?|客服|对方|他们"
        r"|[他她]|人家|朋友"
        r"|同事|网上|网友|有人|别人|中介|催收(?:的|员)?|公司|代理|抖音上?|群里|律师|业务员|销售|保险公司"
        r"|支付公司)"
        r"(?:是不是|有没有|刚才|刚刚|之前|前面|当时|也|是|就|都|一直|跟您|和您|给您|对您|已经|老|总|那边|的人|里头?|里面|上头?)*"
        r"(?:说(?!明|清|一下|一声|全|完|好|不定|了算|得对|的对|得没错|得是|理由|原因)"
        r"|讲(?!解|清|明|完|全|一下|一声|了?理由|了?原因)|(?:刚才|刚刚|之前|已经)告诉您"
        r"|告诉[您你](?=.{0,10}[了过])|告诉我|提到|提过"
        r"|反映(?:的是)?|的意思|意思是|声称|承诺|答应您|问的是|认为|觉得|以为|宣传|吹(?!牛)|忽悠您)"
        r"|(?:那些|那种|有些|这些)(?:人|公司|中介)?(?:说|讲)|是不是(?:跟|对|给|向)?[您你](?:说|讲|吹|保证|承诺)"
        r"|说(?:是)?(?:能|可以|包)(?=.{2,12}的)|自称|宣称|原话|原文是|听说|据说|所谓的?|网传|传言|号称|谣传"
        r"|有一种说法|有种说法"
        rf"|(?:{_ZH_PAPERS})(?:上头?|里头?|里面|上面)?(?:也|都|就|是|明明|还|可)*"
        r"(?:写(?!不|个|清|信)|印|贴着|标着|显示|登着|注明|吹|说(?!明|服)|讲)"
        rf"|(?:{_ZH_PEOPLE}|{_ZH_FIRMS})[^,.;!?得应要须该]{{0,6}}?(?:{_ZH_BOASTS})"
        rf"|(?:{_ZH_PEOPLE})[^,.;!?得应要须该我]{{0,5}}?(?:提起|嘀咕|念叨|告诉[您你]|教[您你]|劝[您你]|[跟对给冲][您你]"
        r"(?:说(?!了)|讲(?!了)|喊|嚷))|(?:以前|过去|从前|早先|早些年|老早)(?:的)?(?:说|讲|那套|那种|那个|老)"
        r"|那套(?:说法|讲法|老话)?"
        rf"|(?:{_ZH_PAPERS}|{_ZH_PEOPLE}|{_ZH_FIRMS}|视频|柜员|客服|经理|网上|群里)(?:里头?|上头?|的)?那一?句"
    ),
    hedge=re.compile(
        r"(?:不能|不敢|没法|无法|没办法|不可以|不好)(?:跟您|给您|向您)?(?:保证|承诺|确定(?!.{0,3}(?:总额|金额"
        r"|数额|赔))|肯定|断定|答应|说死"
        r"|打包票)|不保证|不确定|不太确定|不太清楚|不清楚|我不知道|不好说|说不准|说不好|拿不准|不敢说|没有把握"
        r"|记不清"
    ),
    soft=re.compile(r"好像|可能(?!会被)|我记得|应该是|大概|估计|也许|或许|印象中|差不多|如果我没记错"),
    check=re.compile(
        r"(?:跟|和|与|向)您(?:核对|确认|核实|复述)|我(?:来|先)?(?:记|登记|核对|确认|复述|总结|重复|梳理)一下|您的意思是"
        r"|您是说|也就是说,?您|您(?:刚才|刚刚|之前|前面)(?:说|提到|讲)|我听明白了|您反映的"
    ),
    read_back=re.compile(
        r"(?:这|那)(?:件|个|回|档子)?事(?:儿|情)?$|"  # a matter that is named, not asserted: 催收打给您姐姐这件事
        r"^(?:那|所以|就是说|也就是说|等于|这么说|原来)?[您你](?!可以|必须|要|应|需|得|先|在).{0,14}(?:了|过)(?!解)"
        r"|^(?:那|所以)?[您你](?:一共|总共|现在|目前|这边|这个|当时)?(?:欠|借|贷|逾期|损失|转|交|付|花)(?!的)"
        r"|^(?:所以|那|也就是)?[您你]是.{1,20}的$"
        r"|[您你](?:心里|这)?(?:是|就|就是|也|最|不就)?(?:嫌|盼着?|指望|惦记|巴不得|(?:想|希望|要求|担心|着急|害?怕)的?是"
        r"|想(?:知道|问|弄清|搞清|了解)|希望|担心(?!的话)|怕(?!的话))"
    ),
    rule=re.compile(r"应当|必须|规定|按照|依法|有权|可以|之内|以内|会在|要在|不得|不能|就会|马上|都会"),
    contrast=re.compile(
        r"^(?:但|也可以|您可以|可以直接|那?这就?不对|那就?不对|文件|法规|条文|规定里|法律上|压根|根本|都是|那都?是|这个?说法|这种说法"
        r"|没有|并没|其实|不过|实际上|而是|可是|然而|事实上|这个?是|这种|那是|按规定|按照|根据|我们这边|正确的"
        r"|规定是|不对|不是|这不)"
    ),
    then=re.compile(r"(?=最长|最多|最晚|就(?!是)|那(?!边|个)|则|应当|必须|您可以|可以|银行要|会在|要在)|(?<=的话)"),
    then_alone=re.compile(
        r"(?=最长|最多|最晚|就(?!是)|那(?!边|个)|则|应当|必须|您可以|可以|银行要|会在|要在)|(?<=的话)"
    ),
)

_EN_PEOPLE = (
    r"(?:you|he|she|they|somebody|someone|people|everyone|everybody|the (?:bank|insurer|agent|company"
    r"|collector|collectors|seller|shop|caller|operator|internet|staff|lady|man|website|ad|advert)"
    r"|your (?:bank|friend|husband|wife|lawyer|insurer)|a (?:friend|website|man|woman)|friends|some people"
    r"|websites|adverts|ads|agencies|agents|(?:some |most |many )?people (?:online|on the internet)|(?:the|this"
    r"|that|your|some|one)"
    r" (?:agency|agencies|lender|adviser|advisor|middleman|scammer|fraudster|video|post|article|forum|clerk"
    r"|teller|manager"
    r"|insurance company|card company|payment company|firm|police|judge|officer|neighbour|neighbor|son|daughter"
    r"|mother|father))"
)

# Whoever is not the law, a regulator or a court may be told on by strong words: your cousin reckons, the fellow swore.
_EN_WHO = (
    r"(?:your|his|her|their|some|a|an|one|that|this|the) (?!(?:\w+ ){0,3}(?:law|laws|rules?|regulations?|regulators?"
    r"|measures|standards?|code|court|commission|administration|association|article|people's|central)\b)"
    r"(?:[a-z']+ ){0,4}?[a-z']+"
)
_EN_INSISTS = (
    r"swears|swore|insists|insisted|reckons|reckoned|claim(?:s|ed) (?=that|you|he|she|they|it|the)|promises|promised"
    r"|shouts|shouted|boasts|boasted|wrote|writes|advertis(?:es|ed)|keeps? (?:telling|saying|on)"
    r"|kept (?:telling|saying|on)|(?:goes|went) on about|muttered|threatened"
)
_EN_PAPERS = (
    r"contract|letter|text|message|leaflet|notice|sign|poster|sticker|screen|app|website|statement|report|page|email|advert"
    r"|ad|flyer|form|slip"
)

# After these, "they can", "you must" and "we will" begin no clause of their own.
EN_HOLDS = _words(
    "if that when because unless once how what whether and or so but says said say think means than as where day money"
    " number papers documents which thing anything one"
)

EN = ScopeWords(
    cuts=re.compile(  # most characters are no place to cut: those are passed at once
        r"(?=[.!?;\n,: -])(?:(?<!\d)[.!?;\n]+|[!?;\n]+|(?<=\d)[.](?!\d)|,(?!\d{3}(?!\d))|:(?!\d)|(?<= )-(?= )"
        r"|\s(?=(?:could|would|can|do|did|are|have|were) you\b|(?:they|you|we) (?:can|cannot|must|may|should"
        r"|will|have to) )"
        r"|\s(?=(?:but|if|unless|because|although|though|however|whereas|so that|in case)\b)"
        r"|(?<=\w)\s(?=(?:then|after which)\b)|\s(?=and (?:if|they|you|the bank|the insurer|we|it|i)\b))"
    ),
    question=re.compile(
        r"^(?:so |and |well |okay |right |now |sorry |but |please )*(?:do|does|did|is|are|was|were|can|could"
        r"|would|will|have|has|had|may|shall|should) (?:you|they|it|the|i|we|there|that|this|your|he|she"
        r"|anybody|anyone)\b"
        r"|^(?:so |and |well |okay |right |now |but )*(?:what|when|where|who|which|how|why)(?: (?!i |we |they "
        r"|you |it |he |she |that |there |the |your |a |an |somebody |someone )[a-z]+){0,2} (?:is|are|was|were"
        r"|do|does|did|can|could|would|will|have|has"
        r"|had|should)\b"
        r"|^(?:may|could|can|might) i\b|\bright$(?<=, right)|\bis that (?:right|correct)$"
    ),
    confirm=re.compile(
        r"^(?:(?:is|was) (?:that|it|this) (?:right|correct|so|true|what you (?:mean|meant))|right|correct"
        r"|is it|am i right|did i (?:get|understand).*|have i (?:understood|got).*|do i (?:have|understand).*"
        r"|yes|is that it|does that sound right|(?:is|was) that (?:what|where|how|who|a fair|a good|a correct"
        r"|the gist|about) .{0,30}"
        r"|(?:is|was|are|were|do|does|did|has|have|had|can|could|will|would|should)(?: not)? (?:it|that|they|you"
        r"|he|she|we))$"
    ),
    condition=re.compile(
        r"^(?:and |but |so |even |only )?(?:if|unless|in case|suppose|supposing|imagine|say that|let us say"
        r"|assuming|provided|whenever|until|as long as|once you|for example|for instance)\b"
        r"|^(?:and |but |so )?when (?:you|they|it|the)\b"
    ),
    quoted=re.compile(
        rf"\b{_EN_PEOPLE} (?:just |also |have |has |had |may have |might have |always |all |even |already |often )*"
        r"(?:said|says?|saying|told (?:you|me|them|us)(?! (?:the|your|a) (?:code|pin|password|number))|mentioned"
        r"|claim(?:s|ed)|wrote|promised|thought|thinks?"
        r"|heard|believed?|read|asked)\b(?! goodbye)"
        rf"|\b{_EN_WHO} (?:{_EN_INSISTS})\b"
        rf"|\b(?:someone|somebody|people|he|she|they)(?: \w+){{0,4}}? (?:{_EN_INSISTS})\b"
        r"|(?<!when the )(?<!whatever the )(?<!unless the )(?<!where the )(?<!if the )(?<!unless your )(?<!what the )"
        rf"\b(?:{_EN_PAPERS})(?: \w+){{0,4}}? (?:shows|showed|reads?|states|stated|says|said|promises|calls it)\b"
        r"|\bthe (?:old |common |popular )?(?:idea|notion|myth|belief|rumou?r|story|claim) that\b"
        r"|\baccording to (?:you|them|him|her|the bank|your)\b|\bso-called\b|\bsupposedly\b|\b(?:i"
        r"|we) (?:have )?heard\b|\brumou?r\b"
    ),
    hedge=re.compile(
        r"\b(?:cannot|can not|could not|not able to|unable to|will not|would not|do not want to) (?:promise"
        r"|guarantee|say|confirm|commit|tell you (?:when|how|if|whether|for sure))\b"
        r"|\b(?:not sure|not certain|do not know|no guarantee|not guaranteed|no promise|hard to say|i doubt"
        r"|cannot be sure)\b"
    ),
    soft=re.compile(
        r"\b(?:i think|i believe|i guess|maybe|perhaps|probably|possibly|might be|may be|if i remember"
        r"|i suppose|it seems|should be)\b"
    ),
    check=re.compile(
        r"^(?:so,? |okay,? |then,? |and )*(?:just )?(?:let me just |i just want |i would like )?to (?:check"
        r"|confirm|make sure|be sure|recap|summari[sz]e)\b|\blet me (?:check|confirm|repeat|recap|summari[sz]e"
        r"|read (?:that|it) back)\b|\byou are saying\b|\byou mean\b|\bif i understand\b|\bas i understand\b"
    ),
    read_back=re.compile(
        r"^(?:so,? |and |okay,? |right,? |then )*you (?:have |had |were |are |have been |already |only "
        r"|just )*(?:waited|waiting|owe|owed|paid|sent|received|lost|borrowed|been|called|complained"
        r"|transferred|took|bought|missed|filed|reported|spent|gave)\b"
        r"|\byou (?:(?:are|were) (?:asking|wondering|worried|afraid|scared|hoping|frightened)|wonder|fear|worry"
        r"|(?:want|would like|wanted) to (?:know|hear|ask))\b|\byour (?:idea|hope|worry|fear|question|wish) is\b"
    ),
    rule=re.compile(
        r"\b(?:must|have to|has to|should|entitled|by law|the rule|under the|may|are allowed|will be|within)\b"
    ),
    contrast=re.compile(
        r"^(?:but|however|in fact|the truth is|the rule is|under the|that is (?:not|wrong|false|a myth)"
        r"|this is (?:not|wrong|false)|by law|it is not|there is no)\b"
    ),
    then=re.compile(
        r"\s(?=(?:then|you can|you may|you should|you will|you must|you have|please|call|they must"
        r"|they have to|the bank must|we will|it must|it is|it takes)\b)"
    ),
    then_alone=re.compile(
        r"\s(?=(?:then|(?:you|they|it|we|nobody|no one|none of|there|that) (?:\w+ )?(?:will|would|must|can"
        r"|cannot|may|should|get|gets"
        r"|is|are|has|have|goes|does|do|disappears?|comes?|stops?|pays?|starts?|keeps?|needs?|still|just|only"
        r"|drops?|stays?"
        r"|runs?|begins?|loses?|takes?|on earth)\b"
        r"|(?:it|that) (?!this|as|was|unless|less|plus|always)\w+s"
        r"|(?:they|you|we) (?!to|for|from|by|with|in|on|at|and|or|if|when|because|a|an|the|as|of|back|again|yet"
        r"|that|who)\w+"
        r"|(?:the|your|a|an|any|no|their) (?:\w+ ){1,3}(?:will|would|must|can|cannot|may|should|get|gets|is|are"
        r"|has|have|goes"
        r"|does|disappears?|comes?|stops?|pays?|starts?|keeps?|needs?|still|drops?|stays?|runs?|begins?|loses?"
        r"|takes?|covers?"
        r"|bears?|vanish\w*|decides?)\b|please|call|ring|dial)\b)"
    ),
)

# Of each pattern's words, those of which every match holds one: a text without them need not be searched.
EN_TRIGGERS = {
    "hedge": _words("promise guarantee say confirm commit tell sure certain know guaranteed doubt"),
    "question": _words(
        "do does did is are was were can could would will have has had may shall should might right correct"
    ),
    "condition": _words(
        "if unless in suppose supposing imagine say let assuming provided whenever until as once for when"
    ),
    "quoted": _words(
        "said say says saying told mentioned claims claimed claim wrote promised thought thinks think heard believed"
        " believe read asked according so supposedly rumour rumor swears swore insists insisted"
        " reckons reckoned promises shouts shouted boasts boasted writes advertises advertised keeps kept goes went"
        " idea notion myth belief story muttered threatened shows showed reads states stated calls"
    ),
    "read_back": _words("you"),
    "soft": _words("think believe guess maybe perhaps probably possibly might may remember suppose seems should"),
}

# The same for Chinese, by character: no match without one of them.
ZH_TRIGGERS = {
    "quoted": re.compile("[说讲诉提映思称诺觉为问宣吹忽原谓传写印贴标登注嘀念教劝胸包票保吓放撂许套答应听据前去早句]")
}
