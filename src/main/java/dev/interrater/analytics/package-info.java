/** What the agreement that is kept says about a project as a whole. */
package dev.interrater.analytics;
