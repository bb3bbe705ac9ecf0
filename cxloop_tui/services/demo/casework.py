"""What the staff of the demo writes, in English: comments, notes, reasons, causes, actions, by what went wrong.

Causes are few and repeat, as they do in a company that knows its weak spots; everything else varies.
"""

from dataclasses import dataclass
from typing import Final

from cxloop_tui.services.demo.languages.language import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Casework:
    """What there is to say about one theme; sentences have the slots of `Facts`."""

    category: str
    subcategories: tuple[str, ...]
    tags: tuple[str, ...]
    touchpoints: tuple[str, ...]
    comments: tuple[str, ...]
    reasons: tuple[str, ...]
    """Why it must be handled at a higher level."""
    causes: tuple[str, ...]
    actions: tuple[str, ...]


CASEWORK: Final = {
    Theme.LATE: Casework(
        category="customer service",
        subcategories=("delivery", "tracking", "carrier"),
        tags=("carrier", "delay", "resend", "weekend"),
        touchpoints=("delivery", "tracking", "checkout"),
        comments=(
            "Carrier says {order} missed the transfer and sits in the depot.",
            "Tracking shows no scan for {days} days. Opened a search with the carrier.",
            "Looked at the photo of the delivery: that is not the customer's door.",
            "The date was changed {times} times by the planning run, each without a mail.",
            "Second half of {order} is on back order, nobody told the customer.",
            "Driver notes say 'gate closed'. Asked for the time stamp.",
        ),
        reasons=(
            "Carrier does not answer since {days} days; needs the contract contact.",
            "Customer lost two days off; asks for more than I may give.",
            "Third late order of the same customer, they threaten to leave.",
            "{order} seems lost; replacement costs {amount}, above my limit.",
        ),
        causes=(
            "Carrier missed the transfer",
            "Address label unreadable",
            "Stock count wrong at order time",
            "No message when the date moved",
        ),
        actions=(
            "Sent {order} again by express and took the fee off.",
            "Collected it from the depot and delivered by our own van.",
            "Refunded {amount} and cancelled the search.",
            "Agreed a two hour window; the driver calls before.",
        ),
    ),
    Theme.BROKEN: Casework(
        category="product",
        subcategories=("quality", "packaging", "instructions"),
        tags=("damage", "replacement", "quality", "spare-part"),
        touchpoints=("delivery", "assembly", "first use", "returns"),
        comments=(
            "Photos are clear: {item} broke inside an intact box, so it is the packaging.",
            "Same fault as last month with {item}. Told quality.",
            "Spare part is in stock in Hamburg, checking whether it fits.",
            "The manual in this batch belongs to another model.",
            "Serial number says it was a return. It should never have been sent out.",
            "Asked for a photo of the label before anything is sent.",
        ),
        reasons=(
            "Customer cut a hand on {item}; this may be a safety matter.",
            "Fourth {item} with the same crack; somebody must stop the batch.",
            "Customer wants {amount} for the damage to the floor; not mine to decide.",
            "Replacement is out of stock for weeks, they do not accept a refund.",
        ),
        causes=(
            "Packaging too weak for the weight",
            "Batch fault at the supplier",
            "Wrong manual in the box",
            "Return put back on the shelf unchecked",
        ),
        actions=(
            "Sent a new {item} and had the broken one collected.",
            "Sent the missing parts by letter, arrives in two days.",
            "Refunded {amount}; customer keeps the article.",
            "Fitter goes there on Thursday with the spare part.",
        ),
    ),
    Theme.RUDE: Casework(
        category="customer service",
        subcategories=("courtesy", "knowledge", "waiting time"),
        tags=("staff", "shop", "training", "apology"),
        touchpoints=("store visit", "till", "support call", "click and collect"),
        comments=(
            "Spoke with the shop. They remember the visit differently, but yes, it was loud.",
            "Two people were ill that day, one at the till for three queues.",
            "Listened to the recording: the customer is right.",
            "Shift list shows who it was. Talking to them tomorrow, not by mail.",
            "The question about {item} was a fair one; the shelf card is wrong.",
            "Customer was calm and precise. They deserve a call, not a form letter.",
        ),
        reasons=(
            "Complaint is about a colleague of mine; somebody else should decide.",
            "Customer asks for the manager and will not talk to me.",
            "They want to write to the newspaper about it.",
            "Third complaint about the same shift in {days} days.",
        ),
        causes=(
            "Too few people on the shift",
            "New colleague not trained yet",
            "Tone of one colleague",
            "Shelf card or system gave wrong information",
        ),
        actions=(
            "Manager called and apologised; talked it over with the team.",
            "Sent flowers and a handwritten card.",
            "Second till opens from four on, starting this week.",
            "Invited the customer to a fitting with a colleague who knows {item}.",
        ),
    ),
    Theme.BILLED: Casework(
        category="marketing & sales",
        subcategories=("billing", "refund", "price", "voucher"),
        tags=("refund", "invoice", "bank", "voucher"),
        touchpoints=("invoice", "checkout", "returns", "loyalty card"),
        comments=(
            "Two bookings for {order}, one of them without a receipt number.",
            "Refund left us on time; it is stuck at the bank. Asked finance for the trace number.",
            "The reminder went out one day before the payment was matched.",
            "Shelf said one price, till another. The sign was from last week.",
            "Voucher is marked as used, the invoice shows no deduction.",
            "Asked for the last four digits of the account, nothing more.",
        ),
        reasons=(
            "Refund of {amount} stuck; finance only talks to managers.",
            "{amount} twice and the customer's account is overdrawn because of it.",
            "Lawyer's letter came today, the answer needs a signature.",
            "Third call in a week; refund stuck at the bank.",
        ),
        causes=(
            "Payment booked twice by a retry",
            "Refund waits for manual approval",
            "Old price sign left on the shelf",
            "Voucher not passed on to the invoice",
        ),
        actions=(
            "Paid back {amount} by instant transfer.",
            "Corrected the invoice and stopped the reminders.",
            "Honoured the price on the shelf and paid back the difference.",
            "New voucher of the same worth plus ten.",
        ),
    ),
    Theme.IGNORED: Casework(
        category="brand loyalty",
        subcategories=("responsiveness", "call back", "chat"),
        tags=("callback", "hotline", "mailbox", "chat"),
        touchpoints=("support call", "chat", "e-mail", "contact form"),
        comments=(
            "Found {times} earlier contacts on {order}, none with a note.",
            "The call back was booked on a queue that nobody watches since May.",
            "Form mails land in the old mailbox. Forwarded all of today's.",
            "Read everything again so that the customer need not tell it again.",
            "Average wait that evening was 38 minutes.",
            "Chat closed on its own side, not the customer's.",
        ),
        reasons=(
            "Customer was promised a call {times} times; now they want the head of care.",
            "I cannot solve what is behind it: the queue has no owner.",
            "Business customer, {days} days without an answer, contract at risk.",
            "They posted it publicly and it is being shared.",
        ),
        causes=(
            "Call back queue without an owner",
            "Form mails went to the old mailbox",
            "Too few people on the line in the evening",
            "No notes in earlier contacts",
        ),
        actions=(
            "Called, listened, solved {order} in one go; my direct number is with them.",
            "Call back queue has an owner now; called everybody on it.",
            "Old mailbox forwards to ours since today.",
            "One person stays with this customer from now on.",
        ),
    ),
    Theme.WEB: Casework(
        category="product",
        subcategories=("web shop", "app", "availability"),
        tags=("app", "checkout", "bug", "login"),
        touchpoints=("checkout", "app", "search", "account"),
        comments=(
            "Could repeat it: the session ends when the bank's page opens in a new tab.",
            "Stock for {item} comes from last night's file, so it was wrong by noon.",
            "Address cannot be changed after the first scan; the button should not be there.",
            "Discount is lost when the basket is opened on a second device.",
            "Asked which version of the app, it looks like the one from March.",
            "Error page since the release {days} days ago. Linked it to the bug.",
        ),
        reasons=(
            "Not one case: {times} more today with the same error at checkout.",
            "Charged {amount} without an order; nobody in the shop team may refund that.",
            "Customer cannot use the shop with large letters; legal should look.",
            "The fix needs a release, and that needs a manager's word.",
        ),
        causes=(
            "Session ends during payment",
            "Stock file a day old",
            "Button shown that does nothing",
            "Release broke the error page",
        ),
        actions=(
            "Placed the order by hand at the old price.",
            "Refunded {amount} and sent the link to the fixed version.",
            "Fix is live; checked it with the customer on the phone.",
            "Changed the address in the warehouse system directly.",
        ),
    ),
}  # fmt: skip
"""By theme."""

ANY_COMMENTS: Final = (
    "Taking this one.",
    "Read it twice. They are right.",
    "Customer prefers the phone, after four.",
    "Answered that it was heard and what happens next.",
    "Waiting for an answer from the warehouse.",
    "No news yet; told the customer so rather than nothing.",
    "Checked the history: usually a happy customer.",
    "Asked a colleague to translate, to be sure I have the tone right.",
    "Looks like the same cause as last week.",
    "Promised an answer by tomorrow noon.",
)
"""Comments on any ticket."""

CONTACT_NOTES: Final = {
    ("call", "reached"): (
        "Talked for ten minutes. Calm in the end, wants to see it done.",
        "Very upset at first. Apologised, no excuses. Will call again when it is fixed.",
        "Short call: they only want to know when.",
        "Spoke with the partner, who knows all about it.",
        "They would come back if this is solved this week.",
        "Told what we intend; they agreed.",
    ),
    ("call", "no-answer"): (
        "No answer. Will try at 15:00.",
        "Rang out.",
        "No answer at noon either.",
        "Number rings, nobody there. Trying again tomorrow morning.",
        None,
    ),
    ("call", "voicemail"): (
        "Voicemail: left my direct number.",
        "Voicemail. Said what we are doing and that no call back is needed.",
        "Mailbox full, sent a short mail instead.",
        None,
    ),
    ("mail", "reached"): (
        "Wrote what happened and what comes next; they answered within the hour.",
        "They answered: a phone call is not wanted, a date is.",
        "Answer came with photos, attached to the order.",
        "Thanked us for the plain words.",
        None,
    ),
}  # fmt: skip
"""Notes on an attempt to reach the customer, by how and what came of it; None for none."""

INTENTIONS: Final = {
    "call": (
        "Call {who}: is it solved?",
        "Call {who} back, as promised",
        "Tell {who} by phone what comes next",
        "Try {who} again",
    ),
    "mail": (
        "Write to {who}: what we did, and sorry",
        "Tell {who} the new date",
        "Ask {who} for the photo of the label",
    ),
    "neither": (
        "Ask the shop what became of it",
        "See whether the fix works, then close it",
    ),
}  # fmt: skip
"""What whoever has a ticket puts down to do next, by how the customer can be reached."""

SOMEBODY: Final = "the customer"
"""Who left no name."""

HAND_BACK_NOTES: Final = (
    "Approved. Please tell the customer today.",
    "Talked to the supplier, the way is free. Back to you.",
    "Called them myself. Pay what they ask and close it.",
    "Not for us: the terms allow it, you may decide.",
    "Done on my side; the rest is yours.",
)

REOPEN_NOTES: Final = (
    "Customer called: the refund is still not there.",
    "It happened again with the replacement.",
    "Answered the survey again, with a 2.",
    "What we promised did not arrive.",
    "They say nobody asked whether it is solved. Fair.",
)

TOLD: Final = (
    "by phone",
    "by phone, confirmed by mail",
    "by mail",
    "in the shop",
    "by letter",
)
"""How the customer was told."""

WELL_AGAIN: Final = (
    "All is well now, and quicker than I had thought.",
    "You called, you listened, you solved it. Thank you.",
    "It works now. I had nearly given up on you.",
)
"""What customers answer when they are asked how it is after the resolution."""

NOT_WELL: Final = (
    "You say it is solved. It is not.",
    "The call was friendly, but the money is still not here.",
)

THANKED_NOTES: Final = (
    "Thanked them in two lines and sent the link for a review.",
    "Thanked them; they will write a review this week.",
)
ASKED_NOTES: Final = (
    "Asked what would make it a 9: a delivery window of two hours.",
    "Asked what would make it a 9: a manual one can read. Passed it on to the web shop.",
)
"""What is noted of a promoter and of a passive."""

HANDOVER_NOTES: Final = (
    "My shift ends. They expect a call before six.",
    "Handing over: the spare part is ordered, the customer knows.",
    "Off until Monday. Nothing to do but to tell them when it arrives.",
)

NOT_TOLD: Final = "not possible: no way to reach them"

WRONG_COMMENT: Final = "Spare part is ready for pick-up at the Hamburg counter, name Jäger."
"""A comment that belongs to another ticket."""

HASTY_CAUSE: Final = "To be checked"
HASTY_ACTION: Final = "Closed with the others of today."
"""What somebody types who resolves the wrong ticket."""
