"""Every call that is made to Procore: what it is for, and how sure it is that it exists."""

from adapters.wire.known import Known, known

TOKEN = known("get a token", "POST", "/oauth/token", "sign in as a service account or a person")
"""At the sign-in address; all others are at the API's."""

ME = known("who am I", "GET", "/rest/v1.0/me", "whether the sign-in works, for doctor and init")
COMPANIES = known(
    "list companies", "GET", "/rest/v1.0/companies", "which company, for doctor and init"
)

# the directory

VENDORS = known("list vendors", "GET", "/rest/v1.0/vendors", "companies of the directory")
VENDOR = known("show a vendor", "GET", "/rest/v1.0/vendors/{id}", "a company as it is now")
NEW_VENDOR = known("make a vendor", "POST", "/rest/v1.0/vendors", "a vendor imported from Sage")
SYNC_VENDORS = known(
    "sync vendors", "PATCH", "/rest/v1.0/vendors/sync", "link, unlink and tidy a company"
)
PROJECTS = known("list projects", "GET", "/rest/v1.1/projects", "projects, which are jobs in Sage")
PROJECT = known("show a project", "GET", "/rest/v1.0/projects/{id}", "a project as it is now")
NEW_PROJECT = known("make a project", "POST", "/rest/v1.0/projects", "a job imported from Sage")
EDIT_PROJECT = known(
    "edit a project", "PATCH", "/rest/v1.0/projects/{id}", "link and unlink a project"
)
SUB_JOBS = known("list sub jobs", "GET", "/rest/v1.0/sub_jobs", "sub jobs, extras in Sage")
SUB_JOB = known("show a sub job", "GET", "/rest/v1.0/sub_jobs/{id}", "a sub job as it is now")
NEW_SUB_JOB = known("make a sub job", "POST", "/rest/v1.0/sub_jobs", "an extra imported from Sage")
SYNC_SUB_JOBS = known(
    "sync sub jobs", "PATCH", "/rest/v1.0/sub_jobs/sync", "link and unlink a sub job"
)

# codes

CODE_LISTS = known(
    "list the lists of standard cost codes", "GET", "/rest/v1.0/standard_cost_code_lists",
    "which list is the ERP's",
)  # fmt: skip
STANDARD_CODES = known(
    "list standard cost codes", "GET", "/rest/v1.0/standard_cost_codes",
    "which codes of Sage are there already",
)  # fmt: skip
SYNC_STANDARD_CODES = known(
    "sync standard cost codes", "PATCH", "/rest/v1.0/standard_cost_codes/sync",
    "make, link and unlink a standard code",
)  # fmt: skip
TYPES = known(
    "list line item types", "GET", "/rest/v1.0/line_item_types", "the categories' names and ids"
)
PROJECT_CODES = known(
    "list cost codes", "GET", "/rest/v1.0/cost_codes",
    "the codes of a project or a sub job, with their types",
)  # fmt: skip
COPY_CODES = known(
    "copy standard cost codes to a project", "POST",
    "/rest/v1.0/cost_codes/copy_subset_from_standard_list",
    "bring a project's codes in line with its Sage job",
)  # fmt: skip
BUDGET_CODES = known(
    "list budget codes", "GET",
    "/rest/v1.0/projects/{project_id}/work_breakdown_structure/wbs_codes",
    "which code, type and sub job a line of v2 stands for",
)  # fmt: skip

# contracts

WORK_ORDERS = known(
    "list work order contracts", "GET", "/rest/v1.0/work_order_contracts", "subcontracts"
)
WORK_ORDER = known(
    "show a work order contract", "GET", "/rest/v1.0/work_order_contracts/{id}",
    "a subcontract as it is now",
)  # fmt: skip
WORK_ORDER_LINES = known(
    "list lines of a work order contract", "GET",
    "/rest/v1.0/work_order_contracts/{work_order_contract_id}/line_items",
    "the schedule of values of a subcontract",
)  # fmt: skip
SYNC_WORK_ORDERS = known(
    "sync work order contracts", "PATCH", "/rest/v1.0/work_order_contracts/sync",
    "link and unlink a subcontract; name the company that its own was merged into",
)  # fmt: skip
PURCHASE_ORDERS = known(
    "list purchase order contracts", "GET", "/rest/v1.0/purchase_order_contracts",
    "purchase orders",
)  # fmt: skip
PURCHASE_ORDER = known(
    "show a purchase order contract", "GET", "/rest/v1.0/purchase_order_contracts/{id}",
    "a purchase order as it is now",
)  # fmt: skip
PURCHASE_ORDER_LINES = known(
    "list lines of a purchase order contract", "GET",
    "/rest/v1.0/purchase_order_contracts/{purchase_order_contract_id}/line_items",
    "the schedule of values of a purchase order",
)  # fmt: skip
EDIT_PURCHASE_ORDER = known(
    "edit a purchase order contract", "PATCH", "/rest/v1.0/purchase_order_contracts/{id}",
    "link and unlink a purchase order; name the company that its own was merged into",
)  # fmt: skip
"""Their sync call is published without an id: it could make another one."""
PRIME_CONTRACTS = known(
    "list prime contracts", "GET", "/rest/v1.0/prime_contracts", "contracts with owners"
)
PRIME_CONTRACT = known(
    "show a prime contract", "GET", "/rest/v1.0/prime_contract/{id}",
    "a prime contract as it is now",
)  # fmt: skip
PRIME_LINES = known(
    "list lines of a prime contract", "GET",
    "/rest/v1.0/prime_contracts/{prime_contract_id}/line_items",
    "the schedule of values of a prime contract",
)  # fmt: skip
NEW_PRIME_CONTRACT = known(
    "make a prime contract", "POST", "/rest/v1.0/prime_contract",
    "a prime contract imported from Sage",
)  # fmt: skip
EDIT_PRIME_CONTRACT = known(
    "edit a prime contract", "PATCH", "/rest/v1.0/prime_contract/{id}",
    "link and unlink a prime contract",
)  # fmt: skip
SYNC_PRIME_LINES = known(
    "sync lines of a prime contract", "PATCH",
    "/rest/v1.0/prime_contracts/{prime_contract_id}/line_items/sync",
    "the lines of an imported prime contract",
)  # fmt: skip

# change orders

CCOS = known(
    "list commitment change orders", "GET",
    "/rest/v1.0/projects/{project_id}/commitment_change_orders", "change orders of commitments",
)  # fmt: skip
CCO = known(
    "show a commitment change order", "GET",
    "/rest/v1.0/projects/{project_id}/commitment_change_orders/{id}",
    "a change order as it is now",
)  # fmt: skip
CCO_LINES = known(
    "list lines of a commitment change order", "GET",
    "/rest/v2.0/companies/{company_id}/projects/{project_id}"
    "/commitment_change_orders/{commitment_change_order_id}/line_items",
    "which lines of the commitment it changes", "medium",
)  # fmt: skip
PCCOS = known(
    "list prime change orders", "GET", "/rest/v1.0/projects/{project_id}/prime_change_orders",
    "change orders of prime contracts",
)  # fmt: skip
PCCO = known(
    "show a prime change order", "GET",
    "/rest/v1.0/projects/{project_id}/prime_change_orders/{id}", "a change order as it is now",
)  # fmt: skip
PCCO_LINES = known(
    "list lines of a prime change order", "GET",
    "/rest/v2.0/companies/{company_id}/projects/{project_id}"
    "/prime_change_orders/{prime_change_order_id}/line_items",
    "what it adds to the prime contract", "medium",
)  # fmt: skip

# invoices

REQUISITIONS = known(
    "list requisitions", "GET", "/rest/v1.1/requisitions",
    "invoices of subcontractors, with what is billed on each line",
)  # fmt: skip
REQUISITION = known(
    "show a requisition", "GET", "/rest/v1.1/requisitions/{id}", "an invoice as it is now"
)
EDIT_REQUISITION = known(
    "edit a requisition", "PATCH", "/rest/v1.1/requisitions/{id}", "link and unlink an invoice"
)
APPLICATIONS = known(
    "list payment applications", "GET", "/rest/v1.0/payment_applications", "invoices to owners"
)
APPLICATION = known(
    "show a payment application", "GET", "/rest/v1.0/payment_applications/{id}",
    "what is billed on each line",
)  # fmt: skip
EDIT_APPLICATION = known(
    "edit a payment application", "PATCH",
    "/rest/v1.0/prime_contracts/{prime_contract_id}/payment_applications/{id}",
    "link and unlink an owner invoice",
)  # fmt: skip

# budgets

BUDGET = known(
    "show a budget", "GET", "/rest/v1.0/projects/{project_id}/budget", "whether it is locked"
)
BUDGET_VIEWS = known("list budget views", "GET", "/rest/v1.0/budget_views", "which views there are")
BUDGET_ROWS = known(
    "list rows of a budget view", "GET", "/rest/v1.0/budget_views/{budget_view_id}/detail_rows",
    "the lines of a budget: there is no list of them", "medium",
)  # fmt: skip
NEW_BUDGET_LINE = known(
    "make a budget line", "POST", "/rest/v1.0/budget_line_items",
    "a line of a budget imported from Sage", "medium",
)  # fmt: skip

# job costs

SYNC_COSTS = known(
    "sync direct costs", "PATCH", "/rest/v1.0/projects/{project_id}/direct_costs/sync",
    "make and renew the head of a job cost transaction of Sage",
)  # fmt: skip
SYNC_COST_LINES = known(
    "sync lines of direct costs", "PATCH",
    "/rest/v1.0/projects/{project_id}/direct_costs/line_items/sync",
    "its amount, cost code and type",
)  # fmt: skip

CALLS = tuple(row for row in dict(globals()).values() if isinstance(row, Known))
"""All of them, in the order in which they stand here."""
