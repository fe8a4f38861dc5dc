package dev.millrace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.core.SourceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of structs whose columns are whole, each by itself, but do not go together. */
class DamagedListsTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message row { required group l (LIST) { repeated group list { required group element {"
              + " required int32 a; required int32 b; } } } }");

  @TempDir Path directory;

  /** Writes two rows; by column, the repetition levels of its values. */
  private URI write(int[]... repetitions) throws IOException {
    URI uri = directory.resolve("a.parquet").toUri();
    ParquetProperties properties = ParquetProperties.builder().build();
    ParquetFileWriter file =
        new ParquetFileWriter(
            new StoredOutput(new Place(directory.toUri(), Map.of()), "a.parquet"),
            SCHEMA,
            ParquetFileWriter.Mode.OVERWRITE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties);
    file.start();
    file.startBlock(2);
    CompressionCodecFactory codecs = new CodecFactory(new Configuration(), 1024);
    try (ColumnChunkPageWriteStore pages =
            new ColumnChunkPageWriteStore(
                codecs.getCompressor(CompressionCodecName.UNCOMPRESSED),
                SCHEMA,
                new HeapByteBufferAllocator(),
                1024);
        ColumnWriteStore columns = properties.newColumnWriteStore(SCHEMA, pages)) {
      for (int i = 0; i < repetitions.length; i++) {
        ColumnDescriptor column = SCHEMA.getColumns().get(i);
        for (int repetition : repetitions[i]) {
          columns.getColumnWriter(column).write(i, repetition, 1);
        }
      }
      columns.endRecord();
      columns.endRecord();
      columns.flush();
      pages.flushToFileWriter(file);
    }
    codecs.release();
    file.endBlock();
    file.end(Map.of());
    return uri;
  }

  @Test
  void shouldReadListsWhoseColumnsAgree() throws Exception {
    URI uri = write(new int[] {0, 1, 0}, new int[] {0, 1, 0});
    assertEquals(
        "[{\"l\":[{\"a\":0,\"b\":1},{\"a\":0,\"b\":1}]}, {\"l\":[{\"a\":0,\"b\":1}]}]",
        Input.all(ParquetSource.json(uri)).records().toString());
  }

  @Test
  void shouldRefuseListsWhoseColumnsDisagree() throws Exception {
    assertRefused(write(new int[] {0, 1, 0}, new int[] {0, 0, 1}));
    assertRefused(write(new int[] {0, 0, 1}, new int[] {0, 1, 0}));
  }

  private static void assertRefused(URI uri) {
    SourceException refusal =
        assertThrows(SourceException.class, () -> Input.all(ParquetSource.json(uri)));
    assertEquals(
        "a.parquet is damaged, at row 1: the columns of 'l' disagree on where a list ends",
        refusal.getMessage());
  }
}
