package dev.millrace.jdbc;

import dev.millrace.core.StreamingConfig;
import dev.millrace.core.StreamingContext;
import dev.millrace.core.Trigger;
import dev.millrace.core.sql.SqlTable;
import java.nio.file.Path;

/** The process that gets killed: copies the table "input" to "output". */
final class CopyMain {
  private CopyMain() {}

  record Item(long id, String text) {}

  /**
   * @param args URL, user, directory of the checkpoint
   */
  public static void main(String[] args) throws InterruptedException {
    JdbcOptions options = JdbcOptions.of(args[0]).withProperty("user", args[1]);
    StreamingConfig config =
        StreamingConfig.named("killed")
            .withCheckpoint(Path.of(args[2]))
            .withThreads(2)
            .withMaxBatchRecords(25)
            .withTrigger(Trigger.availableNow());
    try (StreamingContext context = StreamingContext.create(config)) {
      context
          .source("in", JdbcSource.records(options, "input", Item.class, "id").withRangeRows(10))
          .to("out", JdbcSink.insert(options, "output", SqlTable.of(Item.class)));
      context.start();
      context.awaitTermination();
    }
  }
}
