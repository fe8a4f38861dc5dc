package dev.millrace.ml.instance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InstanceBlockBuilderTest {
  private static final Schema DENSE = new Schema(List.of("a", "b", "c"), List.of(), false);
  private static final Schema SPARSE = new Schema(List.of("a", "b", "c"), List.of(), true);
  private static final Schema CLASSES = new Schema(List.of("a"), List.of("no", "yes"), false);

  @Test
  void shouldHoldWhatWasWritten() {
    InstanceBlockBuilder builder = new InstanceBlockBuilder(DENSE);
    builder.feature(2, 3);
    builder.feature(0, 1);
    builder.label(7);
    builder.weight(2);
    assertTrue(builder.endRow());
    builder.feature(1, 5);
    assertTrue(builder.endRow());
    DenseBlock block = (DenseBlock) builder.block();
    assertEquals(2, block.rows());
    assertArrayEquals(new double[] {1, 0, 3, 0, 5, 0}, Arrays.copyOf(block.values(), 6));
    assertEquals(7, block.label(0));
    assertEquals(2, block.weight(0));
    assertFalse(block.hasLabel(1));
    assertEquals(1, block.weight(1));
  }

  @Test
  void shouldSortAndAddUpSparseRows() {
    InstanceBlockBuilder builder = new InstanceBlockBuilder(SPARSE);
    builder.feature(2, 1);
    builder.feature(0, 4);
    builder.feature(2, 2.5);
    builder.feature(1, 0);
    assertTrue(builder.endRow());
    assertTrue(builder.endRow());
    SparseBlock block = (SparseBlock) builder.block();
    assertArrayEquals(new int[] {0, 2, 2}, Arrays.copyOf(block.starts(), 3));
    assertArrayEquals(new int[] {0, 2}, Arrays.copyOf(block.indices(), 2));
    assertArrayEquals(new double[] {4, 3.5}, Arrays.copyOf(block.values(), 2));
  }

  @Test
  void shouldTakeBackBadRowsAndNameTheFeature() {
    for (Schema schema : List.of(DENSE, SPARSE)) {
      InstanceBlockBuilder builder = new InstanceBlockBuilder(schema);
      builder.feature(0, 1);
      builder.feature(1, Double.NaN);
      assertFalse(builder.endRow());
      assertEquals("feature 'b' is NaN", builder.reason());
      builder.feature(2, Double.POSITIVE_INFINITY);
      assertFalse(builder.endRow());
      assertEquals("feature 'c' is Infinity", builder.reason());
      builder.label(Double.NaN);
      assertFalse(builder.endRow());
      assertEquals("label is NaN", builder.reason());
      builder.weight(0);
      assertFalse(builder.endRow());
      assertEquals("weight is 0.0, expected more than 0", builder.reason());
      builder.feature(0, 2);
      assertTrue(builder.endRow());
      assertEquals("", builder.reason());
      assertEquals(1, builder.rows());
      assertArrayEquals(new double[] {2, 0, 0}, row(builder.block(), 0));
    }
  }

  @Test
  void shouldKeepValuesDeclaredMissing() {
    for (Schema schema : List.of(DENSE, SPARSE)) {
      InstanceBlockBuilder builder = new InstanceBlockBuilder(schema);
      builder.missing(1);
      assertTrue(builder.endRow());
      assertArrayEquals(new double[] {0, Double.NaN, 0}, row(builder.block(), 0));
      builder.missing(1);
      builder.feature(2, Double.NaN);
      assertFalse(builder.endRow());
      assertEquals("feature 'c' is NaN", builder.reason());
      builder.feature(1, Double.NaN);
      assertFalse(builder.endRow());
    }
  }

  @Test
  void shouldRefuseLabelsThatAreNoClass() {
    InstanceBlockBuilder builder = new InstanceBlockBuilder(CLASSES);
    for (double label : new double[] {-1, 2, 0.5, Double.NaN}) {
      builder.label(label);
      assertFalse(builder.endRow());
      assertEquals(
          "label is " + label + ", expected the index of a class, from 0 to 1", builder.reason());
    }
    builder.label(1);
    assertTrue(builder.endRow());
  }

  @Test
  void shouldRefuseFeaturesOutsideTheSchema() {
    for (Schema schema : List.of(DENSE, SPARSE)) {
      InstanceBlockBuilder builder = new InstanceBlockBuilder(schema);
      assertThrows(IllegalArgumentException.class, () -> builder.feature(3, 1));
      assertThrows(IllegalArgumentException.class, () -> builder.feature(-1, 1));
      assertThrows(IllegalArgumentException.class, () -> builder.features(1, new double[3], 0, 3));
    }
  }

  @Test
  void shouldGiveTheSameWhenUsedAgain() {
    for (Schema schema : List.of(DENSE, SPARSE)) {
      InstanceBlockBuilder reused = new InstanceBlockBuilder(schema);
      fill(reused, new SplittableRandom(1), 5_000);
      for (int round = 0; round < 12; round++) {
        reused.clear();
        assertEquals(0, reused.rows());
        fill(reused, new SplittableRandom(round), 40);
        InstanceBlockBuilder fresh = new InstanceBlockBuilder(schema);
        fill(fresh, new SplittableRandom(round), 40);
        for (int i = 0; i < 40; i++) {
          assertArrayEquals(row(fresh.block(), i), row(reused.block(), i));
        }
      }
    }
  }

  @Test
  void shouldForgetRemovedAndDiscardedRows() {
    for (Schema schema : List.of(DENSE, SPARSE)) {
      InstanceBlockBuilder builder = new InstanceBlockBuilder(schema);
      fill(builder, new SplittableRandom(3), 2);
      double[] first = row(builder.block(), 0);
      builder.removeLastRow();
      builder.feature(1, 9);
      builder.label(1);
      builder.discardRow();
      assertTrue(builder.endRow());
      assertArrayEquals(first, row(builder.block(), 0));
      assertArrayEquals(new double[3], row(builder.block(), 1));
      assertFalse(builder.block().hasLabel(1));
    }
  }

  private static void fill(InstanceBlockBuilder builder, SplittableRandom random, int rows) {
    for (int i = 0; i < rows; i++) {
      for (int j = 2; j >= 0; j--) {
        if (random.nextBoolean()) {
          builder.feature(j, random.nextDouble());
        }
      }
      assertTrue(builder.endRow());
    }
  }

  private static double[] row(InstanceBlock block, int row) {
    double[] dense = new double[block.features()];
    if (block instanceof DenseBlock b) {
      System.arraycopy(b.values(), row * dense.length, dense, 0, dense.length);
    } else if (block instanceof SparseBlock b) {
      for (int i = b.starts()[row]; i < b.starts()[row + 1]; i++) {
        dense[b.indices()[i]] = b.values()[i];
      }
    }
    return dense;
  }
}
