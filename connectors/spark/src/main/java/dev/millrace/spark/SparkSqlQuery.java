package dev.millrace.spark;

import dev.millrace.core.Batch;
import dev.millrace.core.ConfigurationException;
import dev.millrace.core.row.Row;
import dev.millrace.core.sql.SqlColumn;
import dev.millrace.core.sql.SqlQuery;
import dev.millrace.core.sql.SqlTable;
import dev.millrace.spark.internal.sql.QueryRules;
import dev.millrace.spark.internal.sql.ResultRows;
import dev.millrace.spark.internal.sql.SparkMessages;
import dev.millrace.spark.internal.sql.TableRows;
import java.util.List;
import java.util.Map;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.SparkSession;

/** One query with a session of its own; the view batch is there while a batch is worked on. */
final class SparkSqlQuery implements SqlQuery {
  private static final String BATCH = "batch";
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

  /** What results, and how many partitions they have, would otherwise depend on. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.adaptive.coalescePartitions.enabled", "false",
          "spark.sql.ansi.enabled", "true",
          "spark.sql.ansi.doubleQuotedIdentifiers", "true",
          "spark.sql.ansi.enforceReservedKeywords", "true",
          "spark.sql.caseSensitive", "false",
          "spark.sql.datetime.java8API.enabled", "true",
          "spark.sql.runSQLOnFiles", "false",
          "spark.sql.session.timeZone", "UTC");

  private final SparkEngine engine;
  private final SparkSession session;
  private final String query;

  private SparkSqlQuery(SparkEngine engine, SparkSession session, String query) {
    this.engine = engine;
    this.session = session;
    this.query = query;
  }

  static SparkSqlQuery open(String query, SparkEngine engine) {
    SparkSession session = (SparkSession) engine.session().newSession();
    SETTINGS.forEach((name, value) -> session.conf().set(name, value));
    if (!engine.context().getConf().contains(PARTITIONS)) {
      session.conf().set(PARTITIONS, engine.parallelism());
    }
    SparkSqlQuery opened = new SparkSqlQuery(engine, session, query.strip().replaceAll(";$", ""));
    opened.requireSelect();
    return opened;
  }

  /** Before it is analyzed, for Spark runs commands at once. */
  private void requireSelect() {
    session.withActive(
        () -> {
          try {
            return session.sessionState().sqlParser().parseQuery(query);
          } catch (ParseException e) {
            throw new ConfigurationException(
                SparkMessages.line(e)
                    + "; expected one SELECT, with names that are words of SQL in double quotes",
                e);
          }
        });
  }

  @Override
  public void check(List<SqlColumn> columns) {
    Dataset<org.apache.spark.sql.Row> empty =
        session.createDataFrame(List.of(), TableRows.schema(columns));
    empty.createOrReplaceTempView(BATCH);
    try {
      new ResultRows(analyzed(columns).schema());
    } finally {
      session.catalog().dropTempView(BATCH);
    }
  }

  @Override
  public <T> Batch<Row> run(Batch<T> batch, SqlTable<T> table) {
    List<SqlColumn> columns = table.columns();
    SparkBatch<T> input = engine.own(batch.cache());
    input.toDataset(session, table).createOrReplaceTempView(BATCH);
    try {
      Dataset<org.apache.spark.sql.Row> result = analyzed(columns);
      ResultRows rows = new ResultRows(result.schema());
      Batch<Row> computed = engine.bySpark(() -> rdd(result)).pipe(rows).cache();
      computed.count();
      return computed;
    } finally {
      session.catalog().dropTempView(BATCH);
    }
  }

  private Dataset<org.apache.spark.sql.Row> analyzed(List<SqlColumn> columns) {
    Dataset<org.apache.spark.sql.Row> result;
    try {
      result = session.sql(query);
    } catch (Exception e) { // Scala does not declare what it throws
      throw new ConfigurationException(
          SparkMessages.line(e) + "; the table batch has " + SqlColumn.describe(columns), e);
    }
    QueryRules.require(result.queryExecution().analyzed());
    return result;
  }

  /** Spark decides under the settings of the active session what a timestamp is to Java. */
  private RDD<org.apache.spark.sql.Row> rdd(Dataset<org.apache.spark.sql.Row> result) {
    return session.withActive(() -> result.toJavaRDD().rdd());
  }

  /** A session without views holds nothing. */
  @Override
  public void close() {}
}
