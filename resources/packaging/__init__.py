"""How the program is bundled and packed: recipes and what they put in. Run by `python3 run.py dist`."""
