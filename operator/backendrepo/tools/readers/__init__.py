"""What a row of the table cannot say: tools whose meaning hangs on more than their options."""
