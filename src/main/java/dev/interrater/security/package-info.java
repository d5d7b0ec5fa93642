/** Who is calling: tokens as Label Studio issues them, the organization they work in, and whether they may ask. */
package dev.interrater.security;
