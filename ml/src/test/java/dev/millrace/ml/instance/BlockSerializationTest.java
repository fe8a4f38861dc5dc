package dev.millrace.ml.instance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockSerializationTest {
  private static final int WIDTH = 30;
  private static final int ROWS = 20;

  /** Twenty rows after a thousand have made the arrays long. */
  private static InstanceBlock block(boolean sparse) {
    List<String> names = IntStream.range(0, WIDTH).mapToObj(i -> "x" + i).toList();
    InstanceBlockBuilder rows = new InstanceBlockBuilder(new Schema(names, List.of(), sparse));
    for (int row = 0; row < 1000 + ROWS; row++) {
      if (row == 1000) {
        rows.clear();
      }
      rows.feature(row % WIDTH, row + 0.5);
      rows.feature((row + 7) % WIDTH, -row);
      rows.weight(1 + row);
      if (row % 3 > 0) {
        rows.label(row);
      }
      rows.endRow();
    }
    return rows.block();
  }

  private static byte[] bytes(InstanceBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(block);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  private static void assertEqualRows(InstanceBlock expected, InstanceBlock actual) {
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.features(), actual.features());
    for (int row = 0; row < expected.rows(); row++) {
      assertEquals(expected.label(row), actual.label(row));
      assertEquals(expected.weight(row), actual.weight(row));
    }
  }

  @Test
  void shouldSendDenseRowsAndNothingElse() throws Exception {
    DenseBlock block = (DenseBlock) block(false);
    byte[] bytes = bytes(block);
    assertTrue(bytes.length < ROWS * (WIDTH + 2) * 8 + 500, "bytes: " + bytes.length);
    DenseBlock read = (DenseBlock) read(bytes);
    assertEqualRows(block, read);
    assertArrayEquals(Arrays.copyOf(block.values(), ROWS * WIDTH), read.values());
  }

  @Test
  void shouldSendSparseRowsAndNothingElse() throws Exception {
    SparseBlock block = (SparseBlock) block(true);
    byte[] bytes = bytes(block);
    int stored = block.starts()[ROWS];
    assertTrue(bytes.length < ROWS * 20 + stored * 12 + 600, "bytes: " + bytes.length);
    SparseBlock read = (SparseBlock) read(bytes);
    assertEqualRows(block, read);
    assertArrayEquals(Arrays.copyOf(block.starts(), ROWS + 1), read.starts());
    assertArrayEquals(Arrays.copyOf(block.indices(), stored), read.indices());
    assertArrayEquals(Arrays.copyOf(block.values(), stored), read.values());
  }
}
