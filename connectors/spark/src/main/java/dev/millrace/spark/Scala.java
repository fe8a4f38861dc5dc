package dev.millrace.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.OneToOneDependency;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What Spark's Scala interfaces need to be called from Java. */
final class Scala {
  private Scala() {}

  @SuppressWarnings("unchecked") // a tag knows the erased class only
  static <E> ClassTag<E> tag(Class<? super E> type) {
    return (ClassTag<E>) ClassTag$.MODULE$.apply(type);
  }

  /** The tag of Scala's Int, whose values are boxed in Java. */
  @SuppressWarnings("unchecked") // Scala's Int is Object to Java
  static ClassTag<Object> intTag() {
    return (ClassTag<Object>) (ClassTag<?>) ClassTag$.MODULE$.Int();
  }

  static <E> Seq<E> seq(List<E> values) {
    return CollectionConverters.asScala(values).toSeq();
  }

  static <E> scala.collection.Iterator<E> iterator(Iterator<E> values) {
    return CollectionConverters.asScala(values);
  }

  static <E> List<E> list(scala.collection.Iterator<E> values) {
    List<E> list = new ArrayList<>();
    while (values.hasNext()) {
      list.add(values.next());
    }
    return list;
  }

  /** Partition i depends on partition i of each parent. */
  static Seq<Dependency<?>> oneToOne(List<? extends RDD<?>> parents) {
    List<Dependency<?>> dependencies = new ArrayList<>();
    for (RDD<?> parent : parents) {
      dependencies.add(new OneToOneDependency<>(parent));
    }
    return seq(dependencies);
  }

  /** Lets a checked exception through a method of Scala's, which declares none. */
  static RuntimeException thrown(Exception e) {
    return Scala.<RuntimeException>unchecked(e);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // erased: nothing is cast
  private static <E extends Exception> E unchecked(Exception e) throws E {
    throw (E) e;
  }
}
