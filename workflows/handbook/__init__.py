"""The handbook (规则手册): what every article and step is, and what shows it, made from editions, tables and the last test run."""

from .book import Handbook
from .rulings import Place, Ruling, sentence
from .runs import BadRun, Run, Scenario, read_run
from .told import ArticleTold, StepTold

__all__ = [
    "ArticleTold",
    "BadRun",
    "Handbook",
    "Place",
    "Ruling",
    "Run",
    "Scenario",
    "StepTold",
    "read_run",
    "sentence",
]
