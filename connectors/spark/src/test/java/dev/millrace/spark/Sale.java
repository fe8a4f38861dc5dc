package dev.millrace.spark;

/** A record that is not Serializable, as users' records are. */
record Sale(String shop, int amount) {}
