"""Who works in the demo house: invented names in the posts of the domain map."""

from dataclasses import dataclass

PASSWORD = "qiantai-demo-2026"  # printed at the start: the demo holds nothing real


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague of the demo: number, name, post, log-in, and a designer's grade."""

    no: str
    name: str
    post: str
    login: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """A store of the demo with everyone in it."""

    code: str
    name: str
    people: tuple[Member, ...]

    def first(self, post: str) -> Member:
        """The first holder of a post."""
        return next(one for one in self.people if one.post == post)

    def all(self, post: str) -> list[Member]:
        """Every holder of a post."""
        return [one for one in self.people if one.post == post]


JINCHENG = Store(
    "jincheng",
    "锦城店",
    (
        Member("1001", "孟繁荣", "general_manager", "zong"),
        Member("1002", "吴建国", "customer_manager", "kehu"),
        Member("1003", "何志远", "store_manager", "dianmian"),
        Member("1004", "郑凯", "design_manager", "sheji"),
        Member("1005", "钱永利", "market_manager", "shichang"),
        Member("1006", "林晓燕", "receptionist", "qiantai"),
        Member("1007", "孙倩", "receptionist", "qiantai2"),
        Member("1008", "陈立", "client_assistant", "zhuli"),
        Member("1009", "赵敏", "hr", "renshi"),
        Member("1010", "黄伟", "finance", "caiwu"),
        Member("1011", "沈洁", "gm_office", "zongjingban"),
        Member("1012", "方正", "admin", "admin"),
        Member("1031", "刘洋", "salesperson", "yewu"),
        Member("1032", "马超", "salesperson", "yewu2"),
        Member("1033", "欧阳倩", "salesperson"),
        Member("1034", "古丽娜尔·买买提", "salesperson"),
        Member("2001", "何雨桐", "designer", "sj01", "designer"),
        Member("2002", "罗子涵", "designer", "sj02", "designer"),
        Member("2003", "邓佳宁", "designer", "sj03", "designer"),
        Member("2004", "许文博", "designer", "sj04", "designer"),
        Member("2005", "沈嘉禾", "designer", "sj05", "deputy_chief"),
        Member("2006", "曹一鸣", "designer", "sj06", "deputy_chief"),
        Member("2007", "韩冰", "designer", "sj07", "deputy_chief"),
        Member("2008", "唐思远", "designer", "sj08", "chief"),
        Member("2009", "冯静姝", "designer", "sj09", "chief"),
        Member("2010", "蒋维", "designer", "sj10", "chief"),
        Member("2011", "周慕白", "designer", "sj11", "fa_principal"),
        Member("2012", "顾清和", "designer", "sj12", "fa_principal"),
    ),
)

NANMEN = Store(
    "nanmen",
    "南门店",
    (
        Member("1100", "孟繁荣", "general_manager"),
        Member("1101", "丁海峰", "customer_manager", "nm-kehu"),
        Member("1102", "袁梅", "store_manager", "nm-dianmian"),
        Member("1103", "姚立新", "design_manager", "nm-sheji"),
        Member("1104", "谭国强", "market_manager"),
        Member("1105", "杜娟", "receptionist", "nm-qiantai"),
        Member("1106", "秦岚", "hr"),
        Member("1131", "熊大力", "salesperson"),
        Member("2101", "白露", "designer", "nm-sj1", "designer"),
        Member("2102", "江晨", "designer", "", "deputy_chief"),
        Member("2103", "宋词", "designer", "", "chief"),
        Member("2104", "叶知秋", "designer", "", "fa_principal"),
    ),
)

STORES = (JINCHENG, NANMEN)
