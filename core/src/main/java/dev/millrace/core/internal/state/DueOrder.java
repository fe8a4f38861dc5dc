package dev.millrace.core.internal.state;

import dev.millrace.core.internal.collect.KeyIndex;
import dev.millrace.core.state.Deadlines;
import java.util.Arrays;

/**
 * Which keys are due when: a binary heap of their numbers that knows where each number stands.
 * Setting a time costs the logarithm of how many keys are due at all, finding the due ones what
 * they are; keys that are never due cost nothing.
 */
final class DueOrder {
  private static final int NONE = -1;

  private int[] heap = {};
  private int size;

  /** By number: the time, and the place in the heap or -1. */
  private long[] times = {};

  private int[] places = {};

  /** The earliest time, or {@link Deadlines#NEVER}. */
  long first() {
    return size == 0 ? Deadlines.NEVER : times[heap[0]];
  }

  /** A key is due at a time, or never. */
  void set(int number, long time) {
    if (time == Deadlines.NEVER) {
      remove(number);
      return;
    }
    reserve(number);
    boolean earlier = places[number] == NONE || time < times[number];
    times[number] = time;
    if (places[number] == NONE) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, KeyIndex.grown(size));
      }
      put(size++, number);
    }
    if (earlier) {
      up(places[number]);
    } else {
      down(places[number]);
    }
  }

  /** A key is never due. */
  void remove(int number) {
    if (number >= places.length || places[number] == NONE) {
      return;
    }
    int place = places[number];
    places[number] = NONE;
    int moved = heap[--size];
    if (moved != number) {
      put(place, moved);
      up(place);
      down(places[moved]);
    }
  }

  /** The keys that are due at a time or before, in no order. */
  int[] until(long time) {
    if (first() > time || size == 0) {
      return new int[0];
    }
    int[] found = new int[8];
    int count = 0;
    found[count++] = 0;
    for (int at = 0; at < count; at++) { // found holds places until all are known
      for (int child = 2 * found[at] + 1; child <= 2 * found[at] + 2 && child < size; child++) {
        if (times[heap[child]] <= time) {
          if (count == found.length) {
            found = Arrays.copyOf(found, KeyIndex.grown(count));
          }
          found[count++] = child;
        }
      }
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = heap[found[i]];
    }
    return numbers;
  }

  /**
   * Keys got other numbers.
   *
   * @param numbers the new number of each
   */
  void renumber(int[] numbers) {
    DueOrder renumbered = new DueOrder();
    for (int i = 0; i < size; i++) {
      renumbered.set(numbers[heap[i]], times[heap[i]]);
    }
    heap = renumbered.heap;
    times = renumbered.times;
    places = renumbered.places;
  }

  private void reserve(int number) {
    if (number >= places.length) {
      int room = Math.max(number + 1, KeyIndex.grown(places.length));
      int before = places.length;
      times = Arrays.copyOf(times, room);
      places = Arrays.copyOf(places, room);
      Arrays.fill(places, before, room, NONE);
    }
  }

  private void up(int from) {
    int place = from;
    int number = heap[place];
    while (place > 0 && times[heap[(place - 1) / 2]] > times[number]) {
      put(place, heap[(place - 1) / 2]);
      place = (place - 1) / 2;
    }
    put(place, number);
  }

  private void down(int from) {
    int place = from;
    int number = heap[place];
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && times[heap[child + 1]] < times[heap[child]]) {
        child++;
      }
      if (times[heap[child]] >= times[number]) {
        break;
      }
      put(place, heap[child]);
      place = child;
    }
    put(place, number);
  }

  private void put(int place, int number) {
    heap[place] = number;
    places[number] = place;
  }
}
