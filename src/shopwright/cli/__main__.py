from shopwright.cli import main

main(prog_name="shopwright")
