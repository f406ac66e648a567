"""Services of the four powers: grants, orders, assessment, nominations, vetoes."""
