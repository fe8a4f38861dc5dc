/**
 * DuckDB as the SQL engine of {@link dev.millrace.core.DStream#sql}: in this process, in memory.
 * Nothing here needs to be called; being on the class path is enough.
 *
 * <p>Each query of a pipeline has a database of its own, which is loaded anew with every batch: all
 * rows come to the driver. One thread works on it, so equal batches give equal rows in equal order:
 * that of {@code ORDER BY}, without it that of the batch where rows are only filtered and computed,
 * and else one that DuckDB chooses, always the same. The database reads no file and no network, and
 * takes no more memory than {@value dev.millrace.duckdb.DuckDbProvider#MEMORY_PROPERTY} allows.
 */
package dev.millrace.duckdb;
