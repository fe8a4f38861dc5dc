package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.core.sink.FileRolling;
import dev.millrace.parquet.ParquetConformanceTest.Trade;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A name node and a data node in this JVM, on ports of 127.0.0.1 that are free. */
class HdfsTest {
  @TempDir static Path directory;
  private static MiniDFSCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set("hadoop.tmp.dir", directory.toString());
    cluster =
        new MiniDFSCluster.Builder(configuration, directory.resolve("dfs").toFile())
            .numDataNodes(1)
            .build();
    cluster.waitActive();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown(true);
  }

  private static URI root() {
    return URI.create(cluster.getURI() + "/output/");
  }

  @TestFactory
  Stream<DynamicTest> sink() {
    return ParquetConformanceTest.sink(root(), sink -> sink)
        .filter(check -> check.getDisplayName().contains("crash"));
  }

  @Test
  void shouldMergeAndReadBack() throws Exception {
    URI uri = root().resolve("merged");
    ParquetSink<Trade> sink = ParquetSink.records(uri, Trade.class).rolling(FileRolling.defaults());
    List<Trade> rows = IntStream.range(0, 30).mapToObj(Trade::of).toList();
    try (Output<Trade> output = new Output<>(sink, -1)) {
      for (int batch = 0; batch < 3; batch++) {
        output.batch(batch, rows.subList(10 * batch, 10 * batch + 10));
      }
    }
    assertEquals(rows, Input.all(ParquetSource.records(uri, Trade.class)).records());
  }
}
