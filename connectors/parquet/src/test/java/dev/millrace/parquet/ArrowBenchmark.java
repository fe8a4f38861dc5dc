package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.testing.CountingRun;
import dev.millrace.core.testing.RateComparison;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows per second of an Arrow stream into records: Arrow's own reader, beside a pipeline. In turn.
 * Not among the tests that run by themselves: {@code mvn -pl connectors/parquet test
 * -Dtest=ArrowBenchmark}, and the figures are in {@code target/surefire-reports}.
 */
class ArrowBenchmark {
  private static final int ROWS = 5_000_000;
  private static final int BATCH_ROWS = 50_000;

  @TempDir Path directory;

  private final AtomicLong runs = new AtomicLong();

  record Trade(long id, String symbol, double price, int size) {}

  @Test
  void read() throws Exception {
    Path file = directory.resolve("trades.arrows");
    write(file);
    System.out.println(
        RateComparison.of("Arrow, read", ROWS, () -> plain(file), () -> millrace(file)));
  }

  private static void write(Path file) throws Exception {
    try (RootAllocator allocator = new RootAllocator();
        BigIntVector id = new BigIntVector("id", allocator);
        VarCharVector symbol = new VarCharVector("symbol", allocator);
        Float8Vector price = new Float8Vector("price", allocator);
        IntVector size = new IntVector("size", allocator);
        VectorSchemaRoot root = new VectorSchemaRoot(List.of(id, symbol, price, size));
        OutputStream out = Files.newOutputStream(file);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
      for (int from = 0; from < ROWS; from += BATCH_ROWS) {
        for (int i = 0; i < BATCH_ROWS; i++) {
          int row = from + i;
          id.setSafe(i, row);
          symbol.setSafe(i, ("SYM" + row % 500).getBytes(StandardCharsets.UTF_8));
          price.setSafe(i, row * 7919L % 1_000_003 / 100.0);
          size.setSafe(i, row % 1000);
        }
        root.setRowCount(BATCH_ROWS);
        writer.writeBatch();
      }
      writer.end();
    }
  }

  private static void plain(Path file) throws Exception {
    long sum = 0;
    try (RootAllocator allocator = new RootAllocator();
        InputStream in = Files.newInputStream(file);
        ArrowStreamReader reader = new ArrowStreamReader(in, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      BigIntVector id = (BigIntVector) root.getVector("id");
      VarCharVector symbol = (VarCharVector) root.getVector("symbol");
      Float8Vector price = (Float8Vector) root.getVector("price");
      IntVector size = (IntVector) root.getVector("size");
      while (reader.loadNextBatch()) {
        for (int i = 0; i < root.getRowCount(); i++) {
          String text = new String(symbol.get(i), StandardCharsets.UTF_8);
          Trade trade = new Trade(id.get(i), text, price.get(i), size.get(i));
          sum += trade.id();
        }
      }
    }
    assertEquals((ROWS - 1L) * ROWS / 2, sum);
  }

  private void millrace(Path file) throws Exception {
    Path checkpoint = directory.resolve("run-" + runs.incrementAndGet());
    try (CountingRun run =
        CountingRun.start(ArrowSource.records(file.toUri(), Trade.class), checkpoint)) {
      run.await(ROWS);
    }
  }
}
