"""The engine's own steps, in every workflow: none of them is an act of the way."""

from .attaching import ATTACH
from .declining import DECLINE, WITHDRAW
from .erasing import ERASE
from .moving import MOVE
from .sealing_events import SEAL_EVENTS
from .second import ALLOW, CORRECT

ENGINE_STEPS = {step.name: step for step in (CORRECT, ALLOW, MOVE, ATTACH, ERASE, WITHDRAW, DECLINE, SEAL_EVENTS)}
ANSWERS = ("correction", "void", "allow", "erasure")
ENDS = (WITHDRAW.name, DECLINE.name)
