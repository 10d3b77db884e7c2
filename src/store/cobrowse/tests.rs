//! Every row of the machine's table.
