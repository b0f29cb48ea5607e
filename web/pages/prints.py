"""What is printed before an exercise: role packs, rules on a page, inject cards, a sheet to sign in."""

from flask import Blueprint

blueprint = Blueprint("prints", __name__)
