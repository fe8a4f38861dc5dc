package dev.millrace.parquet;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;

/** Opens writers of whole files. */
final class RowParquetWriter {
  private RowParquetWriter() {}

  static <T> ParquetWriter<T> open(
      OutputFile file, RowWriting<T> rows, CompressionCodecName codec, Configuration configuration)
      throws IOException {
    return new Builder<>(file, rows).withConf(configuration).withCompressionCodec(codec).build();
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final RowWriting<T> rows;

    Builder(OutputFile file, RowWriting<T> rows) {
      super(file);
      this.rows = rows;
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // the one that is abstract
    protected WriteSupport<T> getWriteSupport(Configuration configuration) {
      return new Support<>(rows);
    }
  }

  private static final class Support<T> extends WriteSupport<T> {
    private final RowWriting<T> rows;
    private final RowWriting.Writer<T> writer;
    private RecordConsumer consumer;

    Support(RowWriting<T> rows) {
      this.rows = rows;
      this.writer = rows.writer();
    }

    @Override
    @SuppressWarnings("deprecation") // the one that is abstract
    public WriteContext init(Configuration configuration) {
      return new WriteContext(rows.schema(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(T row) {
      consumer.startMessage();
      writer.write(row, consumer);
      consumer.endMessage();
    }
  }
}
