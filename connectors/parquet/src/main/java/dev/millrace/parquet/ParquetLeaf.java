package dev.millrace.parquet;

import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.api.PrimitiveConverter;

/**
 * Where the reading of one of a file's columns stands. The levels say how much of the path to the
 * value at hand is there, and which list it goes on with, as in <a
 * href="https://research.google/pubs/pub36632/">Dremel</a>. Used by one thread.
 */
final class ParquetLeaf {
  private final int maxLevel;
  private final int maxRepetition;
  private BoundedPages pages;
  private ColumnReader reader;

  /** What was made of the dictionary's entries, null for those that have not been met. */
  private Object[] made;

  /**
   * @param maxLevel the definition level of a value that is there
   * @param maxRepetition how many lists it lies in
   */
  ParquetLeaf(int maxLevel, int maxRepetition) {
    this.maxLevel = maxLevel;
    this.maxRepetition = maxRepetition;
  }

  /**
   * Goes on with the same column of another group of rows.
   *
   * @param writer of the file, whose mistakes are known; null where it is not
   */
  void readFrom(ColumnDescriptor column, PageReader of, ParsedVersion writer) {
    made = null;
    pages = new BoundedPages(of);
    reader = new ColumnReaderImpl(column, pages, new Entries(), writer);
  }

  ColumnReader reader() {
    return reader;
  }

  /**
   * The value at hand, which is there.
   *
   * @param of reads values that do not change: of a dictionary's entry there is one for all rows
   */
  Object shared(ParquetColumn.Reader of) {
    if (!pages.isIndexed()) {
      return of.read(reader);
    }
    int entry = reader.getCurrentValueDictionaryID();
    Object value = made[entry];
    if (value == null) {
      value = of.read(reader);
      made[entry] = value;
    }
    return value;
  }

  boolean isThere() {
    return reader.getCurrentDefinitionLevel() == maxLevel;
  }

  /** The definition level of the value at hand. */
  int level() {
    return reader.getCurrentDefinitionLevel();
  }

  /** The repetition level of the value at hand: 0 where a row begins. */
  int repetition() {
    return reader.getCurrentRepetitionLevel();
  }

  boolean isInList() {
    return maxRepetition > 0;
  }

  /** Passes the value at hand and those that belong to lists deeper than {@code repetition}. */
  void pass(int repetition) {
    do {
      if (isThere()) {
        reader.skip();
      }
      reader.consume();
    } while (reader.getCurrentRepetitionLevel() > repetition);
  }

  /** Has the reader tell entries of the dictionary by their numbers; values are read directly. */
  private final class Entries extends PrimitiveConverter {
    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary dictionary) {
      made = new Object[dictionary.getMaxId() + 1];
    }
  }
}
