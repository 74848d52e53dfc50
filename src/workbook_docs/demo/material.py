"""What invented study teams say: words only, no real person or study."""

from __future__ import annotations

STUDIES = (
    ("Falls prevention in care homes", "Ageing", "Margaret Hollis"),
    ("Talking therapies for young carers", "Mental health", "Owen Bradshaw"),
    ("Foot care in diabetes", "Long-term conditions", "Priya Nair"),
    ("Virtual wards for frailty", "Ageing", "Callum Fraser"),
    ("Perinatal mental health in Derby", "Mental health", "Siobhan Keane"),
    ("Stroke rehabilitation at home", "Long-term conditions", "Tom Aldridge"),
    ("Community pharmacy and blood pressure", "Prevention", "Nadia Rahman"),
    ("Social prescribing for loneliness", "Prevention", "Gareth Pugh"),
    ("Dementia-friendly hospital discharge", "Ageing", "Helen Winterbourne"),
    ("Peer support after self-harm", "Mental health", "Daniel Okafor"),
    ("Asthma reviews in schools", "Long-term conditions", "Rachel Tunstall"),
    ("Smoking cessation in pregnancy", "Prevention", "Ewan MacLeod"),
    ("Advance care planning in general practice", "Ageing", "Judith Sharples"),
    ("Early psychosis and employment", "Mental health", "Aisha Begum"),
    ("Heart failure nurse clinics", "Long-term conditions", "Peter Langley"),
    ("Healthy start vouchers", "Prevention", "Bethan Rees"),
    ("Hearing loss in later life", "Ageing", "Simon Prowse"),
    ("Online support for eating disorders", "Mental health", "Chloe Dunmore"),
    ("Kidney disease in South Asian communities", "Long-term conditions", "Imran Sheikh"),
    ("Cervical screening at the weekend", "Prevention", "Fiona Garrick"),
    ("Medicines reviews in care homes", "Ageing", "Robert Ashdown"),
    ("Veterans and alcohol", "Mental health", "Lucy Marchbank"),
    ("Chronic pain self-management", "Long-term conditions", "David Olusoga-Hart"),
    ("Walking groups after cancer", "Prevention", "Eleanor Whitby"),
)
"""Title, theme and study lead of each invented study."""

NINE_CS = {
    "commissioners": ("Integrated care board", "County council public health team", "NHS England"),
    "customers": ("GP practices", "Community trusts", "Care home managers"),
    "collaborators": ("University research group", "Primary care network", "Local charity"),
    "contributors": ("Patient panel", "Data team of the trust", "Practice nurses"),
    "channels": ("Practice newsletters", "Healthwatch", "Parish councils"),
    "commentators": ("Local newspaper", "Patient forums", "Professional bodies"),
    "consumers": ("Patients", "Families and carers", "Care home residents"),
    "champions": (
        "Lay chair of our steering group",
        "A retired district nurse group",
        "Link workers",
    ),
    "competitors": ("A similar trial in the north", "None", "A private app"),
}

MATRIX = (
    ("Patients and carers", "Fewer trips to hospital", "Daily life changes most for them",
     "Coffee mornings and a short letter"),
    ("GP practices", "Time and workload", "One more review a year", "Practice managers' meeting"),
    ("Integrated care board", "Cost and fairness", "May fund it for the whole county",
     "A one-page summary each quarter"),
    ("Care home staff", "Training that fits shifts", "New routine at handover",
     "Visits\nPosters in the staff room"),
    ("Community pharmacists", "Clear referral rules", "Longer consultations",
     "Local committee e-mail"),
    ("Voluntary groups", "Their members are heard", "More people find them",
     "Newsletter & phone calls"),
    ("Ambulance service", "Fewer repeat call-outs", "Small", "Joint review, twice a year"),
    ("Researchers elsewhere", "Methods they can use", "<5 teams we know of", "Conference posters"),
)  # fmt: skip

ENGAGEMENT = (
    ("Parish councils", "What the study is about", "Letter from the lead", "Once, at the start"),
    ("Local newspaper", "Results in plain words", "Press office", "At key stages"),
    ("Practice staff", "Dates and forms", "E-mail and lunch meetings", "Monthly"),
    ("Patient groups", "How to take part", "Facebook group, leaflets", "Quarterly"),
    ("Trust board", "Progress and risks", "Written report", "Every six months"),
)

INVOLVEMENT = (
    ("Public contributors", "Members of the steering group"),
    ("Carers' network", "Design the leaflets with us"),
    ("Pharmacists", "Try the new referral form first"),
    ("Practice managers", "Plan the roll-out"),
)

POINTS = (
    "Our public co-lead and the study manager share this.",
    "Through community centres, faith groups and an open evening.\n\n"
    "We pay travel and cover care costs.",
    "Vouchers, thank-you letters, and authorship where people want it.",
    "A short survey after each meeting, and a log of what changed because of it.",
    "Every study meeting opens with the public contributors' item.",
    "A half-day course, run with our patient panel.",
    "March: first workshop held.\nJune: leaflet rewritten after feedback.",
)

STAGES = {
    "initiation": "Two workshops to set the question.",
    "planning": "Public contributors read the protocol and change it.",
    "execution": "Monthly drop-in; peer researchers help with interviews.",
    "monitoring": "A dashboard that the steering group asked for.",
    "closure": "A celebration, and a plain summary for everyone who took part.",
}

LAST_REVIEWS = ("3 March 2026", "17/04/2026", "2026-05-06", "1st June 2026", "Spring 2026", "n/a")
NEXT_REVIEWS = (
    "1 December 2026",
    "15/01/2027",
    "2027-02-03",
    "3rd Feb 2027",
    "after the summer",
    "12 Jan 27",
)
FAULTY_EMAILS = (
    "{first}.{last}",
    "{first}.{last}@example",
    "{first}.{last}@example.org; office@example.org",
)
"""Addresses that people type and that a check should point out."""
