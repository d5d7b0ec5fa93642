/** Interrater: agreement between annotators for Label Studio, and an API that says how far its computation is. */
package dev.interrater;
