package dev.millrace.ml.feature;

import java.util.Arrays;

/**
 * An immutable map by text, of which the next one is made by changing a few entries: all the rest
 * is shared. A hash array mapped trie, 32-way (Bagwell, <i>Ideal Hash Trees</i>, 2001).
 *
 * <pre>{@code
 * SharedMap.Editor<double[]> editor = new SharedMap.Editor<>();
 * editor.put("card 1", values);
 * SharedMap<double[]> one = editor.map();  // stays as it is, for any thread
 * editor.remove("card 1");
 * SharedMap<double[]> next = editor.map();
 * }</pre>
 */
final class SharedMap<V> {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private final Node root;

  private SharedMap(Node root) {
    this.root = root;
  }

  /** An entry, and others whose keys have the very same hash. */
  private record Leaf(String key, int hash, Object value, Leaf next) {}

  /** Its slots hold nodes and leaves, one for each bit that is set, in the order of the bits. */
  private static final class Node {
    private final Object owner;
    private int bits;
    private Object[] slots;

    Node(Object owner, int bits, Object[] slots) {
      this.owner = owner;
      this.bits = bits;
      this.slots = slots;
    }

    int slot(int bit) {
      return Integer.bitCount(bits & (bit - 1));
    }
  }

  private static int hash(String key) {
    int hash = key.hashCode();
    return hash ^ (hash >>> 16);
  }

  private static int bit(int hash, int shift) {
    return 1 << ((hash >>> shift) & MASK);
  }

  /** The value of a key, or {@code none}. */
  @SuppressWarnings("unchecked") // the editor puts nothing but V
  V get(String key, V none) {
    int hash = hash(key);
    Node node = root;
    for (int shift = 0; ; shift += BITS) {
      int bit = bit(hash, shift);
      if ((node.bits & bit) == 0) {
        return none;
      }
      Object slot = node.slots[node.slot(bit)];
      if (slot instanceof Leaf first) {
        for (Leaf leaf = first; leaf != null; leaf = leaf.next) {
          if (leaf.key.equals(key)) {
            return (V) leaf.value;
          }
        }
        return none;
      }
      node = (Node) slot;
    }
  }

  /** Makes one map after another; nodes made since the last one are changed in place. */
  static final class Editor<V> {
    private Object owner = new Object();
    private Node root = new Node(owner, 0, new Object[0]);

    /** The map as it is now. */
    SharedMap<V> map() {
      owner = new Object();
      return new SharedMap<>(root);
    }

    void put(String key, V value) {
      root = put(root, 0, new Leaf(key, hash(key), value, null));
    }

    void remove(String key) {
      root = remove(root, 0, key, hash(key));
    }

    private Node put(Node node, int shift, Leaf leaf) {
      int bit = bit(leaf.hash, shift);
      int at = node.slot(bit);
      Node mine = own(node);
      if ((node.bits & bit) == 0) {
        Object[] slots = Arrays.copyOf(mine.slots, mine.slots.length + 1);
        System.arraycopy(slots, at, slots, at + 1, mine.slots.length - at);
        slots[at] = leaf;
        mine.slots = slots;
        mine.bits |= bit;
      } else if (mine.slots[at] instanceof Node deeper) {
        mine.slots[at] = put(deeper, shift + BITS, leaf);
      } else {
        mine.slots[at] = meet((Leaf) mine.slots[at], leaf, shift + BITS);
      }
      return mine;
    }

    private Object meet(Leaf old, Leaf leaf, int shift) {
      if (old.hash == leaf.hash) {
        return new Leaf(leaf.key, leaf.hash, leaf.value, without(old, leaf.key));
      }
      Node node = new Node(owner, 0, new Object[0]);
      return put(put(node, shift, old), shift, leaf);
    }

    private Node remove(Node node, int shift, String key, int hash) {
      int bit = bit(hash, shift);
      if ((node.bits & bit) == 0) {
        return node;
      }
      int at = node.slot(bit);
      Object left =
          node.slots[at] instanceof Node deeper
              ? lifted(remove(deeper, shift + BITS, key, hash))
              : without((Leaf) node.slots[at], key);
      Node mine = own(node);
      if (left != null) {
        mine.slots[at] = left;
        return mine;
      }
      Object[] slots = Arrays.copyOf(mine.slots, mine.slots.length - 1);
      System.arraycopy(mine.slots, at + 1, slots, at, slots.length - at);
      mine.slots = slots;
      mine.bits &= ~bit;
      return mine;
    }

    /** A node with nothing is nothing, and one with a single leaf is that leaf. */
    private static Object lifted(Node node) {
      if (node.slots.length == 0) {
        return null;
      }
      return node.slots.length == 1 && node.slots[0] instanceof Leaf leaf ? leaf : node;
    }

    private static Leaf without(Leaf leaf, String key) {
      if (leaf == null || leaf.key.equals(key)) {
        return leaf == null ? null : leaf.next;
      }
      return new Leaf(leaf.key, leaf.hash, leaf.value, without(leaf.next, key));
    }

    private Node own(Node node) {
      return node.owner == owner ? node : new Node(owner, node.bits, node.slots.clone());
    }
  }
}
