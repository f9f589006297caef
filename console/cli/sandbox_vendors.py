"""What an accountant does to a vendor at the screens of the sandbox's Sage."""

from console.cli import exits
from console.cli.call import Call, Trouble
from core.ports import ErpRefused

USE = {"on": True, "off": False}


def vendor(call: Call) -> int:
    """Take a vendor out of use or back into it, or change its name, type or address."""
    erp_id = call.word("id")
    name, says, value = call.word("change").partition("=")
    if not says:
        raise Trouble("Say what to change, for example city=Joliet, or active=off.")
    ledger = call.house.sandbox.ledger
    try:
        if name == "active":
            if value.casefold() not in USE:
                raise Trouble(f"{value!r} is neither on nor off.")
            ledger.set_inactive(erp_id, active=USE[value.casefold()])
        else:
            ledger.change_vendor(erp_id, **{name: value})
    except ErpRefused as no:
        raise Trouble(no.text, exits.PARTLY) from no
    except ValueError as why:
        raise Trouble(str(why)) from why
    lines = [f"Vendor {erp_id} has {name} {value} now. `sandbox sync` lets the relay read it."]
    call.out.answer({"vendor": erp_id, "field": name, "value": value}, lines)
    return exits.DONE
