/** Benchmarks, run by hand: {@code docs/benchmarks.md} says how, and what each compares. */
package dev.interrater.benchmark;
