/**
 * SQL over the values of a batch: what a value looks like as a row of a table, and the contract of
 * what runs the query. Users call {@link dev.millrace.core.DStream#sql}; {@link
 * dev.millrace.core.sql.SqlTable} says what is a column. An SQL engine implements {@link
 * dev.millrace.core.sql.SqlProvider} and is found on the class path; {@code millrace-core} has
 * none.
 *
 * <p>What a query must not do: read anything but {@code batch}, or depend on the time or on chance
 * ({@code now()}, {@code random()}, {@code uuid()}), since a batch that is redone after a crash
 * must give the same rows.
 */
package dev.millrace.core.sql;
