"""The groups in which ``sollecito --help`` lists the commands, in this order."""

MAKE = "Make a campaign"
PEOPLE = "Look after the people"
RUN = "Run the service"
