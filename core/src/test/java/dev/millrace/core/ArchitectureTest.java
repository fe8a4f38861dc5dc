package dev.millrace.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.millrace.core.internal.graph.Operator;
import java.io.ObjectInputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The layers of this module, and what no class of it may do. */
class ArchitectureTest {
  private static final String ROOT = "dev.millrace.core";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** Contracts are what engines, sources, sinks and codecs are written against. */
  private static final String[] CONTRACTS = {
    ROOT + ".function..",
    ROOT + ".time..",
    ROOT + ".source..",
    ROOT + ".sink..",
    ROOT + ".state..",
    ROOT + ".window..",
    ROOT + ".row..",
    ROOT + ".engine"
  };

  @Test
  void shouldKeepContractsFreeOfWhatImplementsThem() {
    noClasses()
        .that()
        .resideInAnyPackage(CONTRACTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".internal..", ROOT + ".engine.local..", ROOT + ".testing..")
        .check(CLASSES);
  }

  @Test
  void shouldLetInternalsBeUsedByTheirOwnersOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".internal.runtime..", ROOT + ".testing..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".internal.runtime..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT,
            ROOT + ".checkpoint..",
            ROOT + ".internal.checkpoint..",
            ROOT + ".internal.state..",
            ROOT + ".internal.runtime..",
            ROOT + ".testing..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".internal.checkpoint..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT, ROOT + ".internal.graph..", ROOT + ".internal.runtime..", ROOT + ".testing..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".internal.graph..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepOperatorsFreeOfTheEngine() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT, ROOT + ".internal.graph..", ROOT + ".internal.stage..")
        .and()
        .haveNameNotMatching(".*StreamingC.*")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".engine.local..")
        .check(CLASSES);
  }

  @Test
  void shouldKeepTheEngineFreeOfOperatorsAndTheRuntime() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".engine.local..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".internal.graph..", ROOT + ".internal.stage..", ROOT + ".internal.runtime..")
        .check(CLASSES);
  }

  @Test
  void shouldLetInternalLayersPointDownOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".internal.collect..", ROOT + ".internal.codec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".internal.stage..", ROOT + ".internal.graph..", ROOT + ".internal.runtime..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".internal.stage..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".internal.graph..", ROOT + ".internal.runtime..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".internal.graph..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".internal.runtime..")
        .check(CLASSES);
  }

  /** The engine that tests whether things can travel is the exception. */
  @Test
  void shouldReadNothingByJavasOwnSerialization() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Shipment")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .check(CLASSES);
  }

  /** The sink whose job it is to print is the exception. */
  @Test
  void shouldPrintNothingFromLibraryCode() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ConsoleSink")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void shouldTellTheTimeByTheClockOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".time..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
  }

  @Test
  void shouldMakeEveryOperatorImmutable() {
    classes().that().areAssignableTo(Operator.class).should().haveOnlyFinalFields().check(CLASSES);
  }
}
