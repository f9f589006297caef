"""The names under which commands stand together, and what each is about."""

GROUPS = {
    "audit": "The history.",
    "connection": "How Procore lets this program in.",
    "connector": "What performs what is owed, and the switch that stops it.",
    "backup": "A backup of the store, and its return.",
    "files": "Import files for Sage, and the layouts that they follow.",
    "notices": "The mails that tell people what happened.",
    "hh2": "The relay between Sage and us: the first step of the sync.",
    "report": "Reports, as text, JSON, CSV or XLSX.",
    "settings": "The company's choices, and each project's.",
    "users": "The people and their rights.",
    "users key": "The SSH keys by which people come in.",
    "views": "Queries that were given a name.",
    "sandbox": "The sandbox's Sage, relay and project system.",
    "sandbox relay": "The relay of the sandbox.",
}
