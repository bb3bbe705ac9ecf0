"""What is asked of a furnished house: orders, filters, and queries of every kind."""

ORDERS = ("", "sort:updated", "sort:created", "sort:due", "sort:priority", "sort:number", "sort:customer")
"""Orders to list in; where none is said, the newest change comes first."""

FILTERS = (
    "",
    "status:new,escalated",
    "segment:south*",
    "owner:none",
    "late",
    "refund sort:due",
    "tag:vip sort:customer",
    "status:new,open,resolved sort:due",
    "priority:high,low sort:created",
    "owner:me sort:priority",
    "owner:none segment:south* sort:customer",
    "not:owner:me sort:number",
    "score:<=6",
    "due:<9d sort:created",
    "created:<30d sort:due",
    "late status:new,open",
    "late segment:south*",
    "late -perche",
    "late score:<=6 sort:priority",
)
"""Lists that are part of all, each of more than four tickets of a furnished house."""

QUERIES = (
    "status:new", "status:open", "status:resolved,escalated", "not:status:new", "status:open not:status:open",
    "priority:high", "priority:>=high", "priority:<high", "not:priority:low,medium", "owner:me", "owner:none",
    "not:owner:none", "not:owner:me", "owner:none,me", "not:owner:none,me", "segment:bari", "segment:south*",
    "not:segment:south*", "score:0", "score:>5", "score:<=6", "score:none", "not:score:6", "not:score:none",
    "due:<1d", "due:none", "not:due:none", "overdue:yes", "overdue:no", "tag:vip", "not:tag:vip", "tag:none",
    "not:tag:none",
    "tag:vip,late", "tag:vip tag:late", "category:refund", "category:Refund", "category:none", "not:category:Refund",
    "email:ana@shop.example", "email:BOB@shop.example", "email:ana*", "email:none", "not:email:none",
    "not:email:ana*",
    'customer:"ana conti"', "customer:ana*", "customer:ÉM*", "customer:none", "phone:none", 'phone:"+39 1"',
    'account:"MÜLLER GmbH"', "account:mü*", "not:account:none", "touchpoint:none", "channel:x", "number:3", "#3",
    "number:>30", "number:none", "created:today", "created:<1h", "updated:>=1d", "resolved:none", "not:resolved:none",
    "late", "refund late", '"late refund"', '"refund late"', "-late", "late -refund", "late status:new",
    "perche", "PERCHÉ", "房间", "房", "很吵", "吵", "ana", "zoé@müller.example", "refun", "nowhere",
    "late sort:created",
    "status:new priority:high,low owner:none segment:bari,naples",
)  # fmt: skip
"""Terms of every kind, negated, joined and empty; most of them find something."""
