package dev.millrace.parquet;

import dev.millrace.core.SourceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Pages that are not larger than they should be: a few bytes may say that they unpack to gigabytes,
 * and a dictionary that it has more entries than it has bytes.
 */
record BoundedPages(PageReadStore pages) implements PageReadStore {
  /** Writers make pages of 1 MiB; the largest known are of 100 MB. */
  static final int MOST_BYTES = 128 << 20;

  /** How files are read: with the usual codecs, which unpack no more than a page may have. */
  static ParquetReadOptions options() {
    ParquetReadOptions usual = ParquetReadOptions.builder().build();
    return ParquetReadOptions.builder()
        .withCodecFactory(new BoundedCodecs(usual.getCodecFactory()))
        .build();
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    PageReader reader = pages.getPageReader(column);
    return new PageReader() {
      @Override
      public DictionaryPage readDictionaryPage() {
        DictionaryPage page = reader.readDictionaryPage();
        if (page != null && page.getDictionarySize() > page.getUncompressedSize()) {
          throw new SourceException(
              "a dictionary of "
                  + page.getDictionarySize()
                  + " entries in "
                  + page.getUncompressedSize()
                  + " bytes");
        }
        return page;
      }

      @Override
      public long getTotalValueCount() {
        return reader.getTotalValueCount();
      }

      @Override
      public DataPage readPage() {
        return reader.readPage();
      }
    };
  }

  @Override
  public long getRowCount() {
    return pages.getRowCount();
  }

  @Override
  public void close() {
    pages.close();
  }

  private record BoundedCodecs(CompressionCodecFactory codecs) implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return codecs.getCompressor(name);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      return new BoundedDecompressor(codecs.getDecompressor(name));
    }

    @Override
    public void release() {
      codecs.release();
    }
  }

  private record BoundedDecompressor(CompressionCodecFactory.BytesInputDecompressor codec)
      implements CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int bytes) throws IOException {
      return codec.decompress(packed, checked(bytes));
    }

    @Override
    public void decompress(ByteBuffer packed, int packedBytes, ByteBuffer out, int bytes)
        throws IOException {
      codec.decompress(packed, packedBytes, out, checked(bytes));
    }

    private static int checked(int bytes) {
      if (bytes < 0 || bytes > MOST_BYTES) {
        throw new SourceException(
            "a page of " + bytes + " bytes, limit " + MOST_BYTES + "; write smaller pages");
      }
      return bytes;
    }

    @Override
    public void release() {
      codec.release();
    }
  }
}
