"""What goes out of the house: frozen figures and story ids, published so that nobody can be picked out of them."""
