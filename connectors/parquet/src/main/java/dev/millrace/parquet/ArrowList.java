package dev.millrace.parquet;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.LargeListVector;

/** A vector of lists: of any length, large ones, or all of the same length. */
interface ArrowList {
  FieldVector elements();

  /** Where among the elements those of a list begin. */
  int start(int list);

  /** Where they end, exclusive. */
  int end(int list);

  static boolean isList(FieldVector vector) {
    return vector instanceof BaseListVector || vector instanceof LargeListVector;
  }

  static ArrowList of(FieldVector vector) {
    FieldVector elements = vector.getChildrenFromFields().get(0);
    return vector instanceof LargeListVector large
        ? new Large(large, elements)
        : new Usual((BaseListVector) vector, elements);
  }

  /** Lists whose elements are counted by an int. */
  record Usual(BaseListVector vector, FieldVector elements) implements ArrowList {
    @Override
    public int start(int list) {
      return vector.getElementStartIndex(list);
    }

    @Override
    public int end(int list) {
      return vector.getElementEndIndex(list);
    }
  }

  /** Lists whose elements are counted by a long. */
  record Large(LargeListVector vector, FieldVector elements) implements ArrowList {
    @Override
    public int start(int list) {
      return Math.toIntExact(vector.getElementStartIndex(list));
    }

    @Override
    public int end(int list) {
      return Math.toIntExact(vector.getElementEndIndex(list));
    }
  }
}
