"""The questions people ask of the connector (cross-cutting G), and where ours answers them."""

from core.rulebook.rule import Question

QUESTIONS = (
    Question(
        "1", "How long may a commitment's title be?", "30 characters; a longer one is refused, "
        "or cut where the company chose so.", "why ID accept", ("financials 27",),
    ),
    Question(
        "2", "How long may a commitment's number be?", "12 characters; it is never cut.",
        "why ID accept", ("financials 24",),
    ),
    Question(
        "3", "How long may a company's name be?", "30 characters; a longer one is not sent.",
        "why ID send", ("vendors 1",),
    ),
    Question(
        "4", "Why can nobody create or activate a project?",
        "The cap of projects is reached, the right is missing, or the set-up is not done.",
        "why missing NUMBER", ("jobs 13", "jobs 6"),
    ),
    Question(
        "5", "How are duplicate companies got rid of?",
        "Link the one that is used, merge or put away the others.", "matches",
        ("vendors 15", "vendors 18", "vendors 19"),
    ),
    Question(
        "6", "Which budget view does an export take?",
        "The one that is chosen for the project; it needs a column of the forecast to complete.",
        "settings --project P", ("financials 21",),
    ),
    Question(
        "7", "Can the numbers of documents be made to measure?",
        "A prefix of the suggested commitment id is a setting, and the id stays editable.",
        "settings set", ("financials 26",),
    ),
    Question(
        "8", "How do payments of invoices come across?",
        "They do not: payments start and end in the paying service, and none waits here.",
        "show ID", ("financials 74",),
    ),
    Question(
        "9", "Which fields of insurance come across?",
        "Type, policy number, effective and expiry date, and limit, from Sage only.",
        "show ID", ("vendors 14",),
    ),
    Question(
        "10", "Is this budget, or this project, synced?",
        "Its status says so, with the id that Sage has for it.", "show ID", ("jobs 17",),
    ),
    Question(
        "11", "How often can one sync?",
        "On demand at any time; by itself every 5 and every 30 minutes unless set otherwise.",
        "schedule",
    ),
    Question(
        "12", "How does the relay reach Sage?",
        "By its client on the Sage server, outwards only; the doctor says what it reports.",
        "doctor",
    ),
    Question(
        "13", "Who is an accounting approver?",
        "Standard or Admin of the ERP tool, and Can Push to Accounting besides.",
        "whoami --matrix", ("financials 1",),
    ),
    Question(
        "14", "Can changes of a budget be exported?",
        "Yes, one way: they become approved estimate changes in Sage.", "send budgets",
        ("financials 15", "financials 22"),
    ),
    Question(
        "15", "What is a cost type?",
        "Sage's category; every code of a project has one before the project is sent.",
        "codes", ("cost codes 6",),
    ),
    Question(
        "16", "Are accounting approvers told what waits?",
        "Once a day while anything waits, unless they chose not to be.", "notices digest",
        ("financials 9",),
    ),
    Question(
        "17", "What do the colours mean?",
        "Blue waits, yellow came back, green is synced, red failed; a letter stands beside each.",
        "tabs",
    ),
    Question(
        "18", "Does a pending commitment sync by itself?",
        "No: it is sent, and accepted or exported directly.", "why ID send", ("financials 29",),
    ),
    Question(
        "19", "Can the type of a vendor be changed after it was synced?", "In Sage only.",
        "why ID send", ("vendors 22",),
    ),
    Question(
        "20", "Why is Send dimmed?", "For every reason that is listed, each with who can lift it.",
        "why ID send", ("jobs 17",),
    ),
    Question(
        "21", "Why is my project missing?",
        "It was never sent, is not set to be synced, uses another code list, waits, or is put "
        "away.", "why missing NUMBER", ("jobs 8", "jobs 7"),
    ),
    Question(
        "22", "Why can I not see Refresh?", "It takes Standard of the ERP tool, and not every tab "
        "has one.", "why refresh TAB",
    ),
    Question(
        "23", "What is to be done when a commitment fails to export?",
        "Read what Sage said, reject it with a word, mend it, send it again.", "why ID reject",
        ("financials 10",),
    ),
    Question(
        "24", "What does a time-out of an import mean?",
        "Nobody knows yet whether it was written; the connector looks in Sage before it writes "
        "again.", "show ID", ("financials 40",),
    ),
    Question(
        "25", "What does it mean that a commitment's code exists already?",
        "Sage holds that id: choose another, or link the record that is there.", "why ID accept",
        ("financials 25", "financials 40"),
    ),
    Question(
        "26", "Who is told of a reject?", "Who sent it and who created it, by the company's "
        "choice.", "notices", ("financials 9",),
    ),
    Question(
        "27", "Does the relay need an account of its own in Sage?",
        "Yes, a Sage user whose password never expires; the doctor names what to check.", "doctor",
    ),
    Question(
        "28", "Why is recent data missing?",
        "One of the hops has not been made since, or is blocked; each is checked.",
        "why recent TAB", ("job costs 15",),
    ),
    Question(
        "29", "How is a cost forecast exported?",
        "With the budget, where three switches of company and project say so.", "settings",
        ("financials 21",),
    ),
    Question(
        "30", "What are job, parent job and sub job?",
        "A job is a project; a parent job is a note and never travels; a sub job is an extra.",
        "show ID", ("jobs 18",),
    ),
    Question(
        "31", "Which forms may a cost code have?",
        "Two or three sections, separated by / - or .", "why ID import",
        ("cost codes 1", "cost codes 2", "cost codes 3"),
    ),
    Question(
        "32", "How is a synced commitment changed or deleted?",
        "By a change order; or deleted in Sage, unlinked, mended and sent again.", "why ID unlink",
        ("financials 35", "financials 36", "financials 38"),
    ),
    Question(
        "33", "How does the relay carry data?", "Outwards over an encrypted line; the console "
        "never speaks to Sage itself.", "doctor",
    ),
    Question(
        "34", "How is a budget exported?",
        "Lock it, send it, accept it with a word, post it in Sage.", "why ID accept",
        ("financials 11", "financials 13", "financials 15"),
    ),
    Question(
        "35", "Is a terminal server needed?",
        "No page says so: the client is a service on the Sage server, and the doctor asks only "
        "whether it answers.", "doctor",
    ),
    Question(
        "36", "Can a code, a cost type or a vendor be deleted?",
        "A code or type that nothing uses and Sage has deleted; a vendor is put away.",
        "codes --job J", ("cost codes 12", "cost codes 13", "vendors 11"),
    ),
)  # fmt: skip
