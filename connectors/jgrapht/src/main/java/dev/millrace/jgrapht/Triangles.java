package dev.millrace.jgrapht;

import java.util.Arrays;

/**
 * Counts the triangles at each vertex by the <i>forward</i> algorithm (Schank and Wagner, 2005), in
 * O(m^1.5) for m edges: each edge points to its end of higher degree, and a triangle is where two
 * edges out of one vertex are closed by a third.
 */
final class Triangles {
  private Triangles() {}

  static long[] count(NumberedEdges<?> edges) {
    long[] pairs = simple(edges);
    int[] degrees = new int[edges.vertexCount()];
    for (long pair : pairs) {
      degrees[high(pair)]++;
      degrees[low(pair)]++;
    }
    int[][] later = later(pairs, degrees);
    long[] triangles = new long[degrees.length];
    for (long pair : pairs) {
      countOn(high(pair), low(pair), later, triangles);
    }
    return triangles;
  }

  /** Every edge once, without direction: the smaller number above, the greater below. */
  private static long[] simple(NumberedEdges<?> edges) {
    long[] pairs = new long[edges.edgeCount()];
    int size = 0;
    for (int i = 0; i < pairs.length; i++) {
      long a = Math.min(edges.from(i), edges.to(i));
      long b = Math.max(edges.from(i), edges.to(i));
      if (a != b) {
        pairs[size++] = a << 32 | b;
      }
    }
    return Arrays.stream(pairs, 0, size).sorted().distinct().toArray();
  }

  /** The neighbours of each vertex that come after it by degree and then number, sorted. */
  private static int[][] later(long[] pairs, int[] degrees) {
    int[] sizes = new int[degrees.length];
    for (long pair : pairs) {
      sizes[first(pair, degrees)]++;
    }
    int[][] later = new int[degrees.length][];
    for (int i = 0; i < later.length; i++) {
      later[i] = new int[sizes[i]];
    }
    for (long pair : pairs) {
      int first = first(pair, degrees);
      later[first][--sizes[first]] = first == high(pair) ? low(pair) : high(pair);
    }
    for (int[] neighbours : later) {
      Arrays.sort(neighbours);
    }
    return later;
  }

  private static int first(long pair, int[] degrees) {
    return degrees[high(pair)] <= degrees[low(pair)] ? high(pair) : low(pair);
  }

  /** The triangles whose two earlier corners, in some order, are {@code a} and {@code b}. */
  private static void countOn(int a, int b, int[][] later, long[] triangles) {
    int i = 0;
    int j = 0;
    while (i < later[a].length && j < later[b].length) {
      int compared = Integer.compare(later[a][i], later[b][j]);
      if (compared == 0) {
        triangles[a]++;
        triangles[b]++;
        triangles[later[a][i]]++;
      }
      i += compared <= 0 ? 1 : 0;
      j += compared >= 0 ? 1 : 0;
    }
  }

  private static int high(long pair) {
    return (int) (pair >>> 32);
  }

  private static int low(long pair) {
    return (int) pair;
  }
}
