package dev.interrater.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;

/** Stands between the service and its database: counts round trips and statements, and is cut as a network is, or hangs as a server does. */
public final class DatabaseProxy {
    private static final AtomicInteger ROUND_TRIPS = new AtomicInteger();
    private static final AtomicInteger STATEMENTS = new AtomicInteger();
    private static final Set<Socket> SOCKETS = ConcurrentHashMap.newKeySet();
    private static final Object HANGING = new Object();
    private static volatile boolean cut;
    private static boolean hanging;
    /** Connections up to this number are silent. */
    private static int silent;

    private static int connections;
    private static ServerSocket listener;

    private DatabaseProxy() {}

    /** Listens on a port of its own and forwards to another. */
    public static synchronized int start(int target) {
        if (listener == null) {
            try {
                listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            thread(() -> accept(target));
        }
        return listener.getLocalPort();
    }

    /** Closes all connections and takes no more. */
    public static void cut() {
        cut = true;
        SOCKETS.forEach(DatabaseProxy::close);
    }

    /** Keeps all connections, takes new ones, and passes nothing on. */
    public static void hang() {
        synchronized (HANGING) {
            hanging = true;
        }
    }

    /** Keeps the connections that there are, and passes nothing on; new ones work. */
    public static void silence() {
        synchronized (HANGING) {
            silent = connections;
        }
    }

    /** Takes connections again, and passes on what has come. */
    public static void mend() {
        cut = false;
        synchronized (HANGING) {
            hanging = false;
            silent = 0;
            HANGING.notifyAll();
        }
    }

    private static void awaitMend(int connection) throws IOException {
        synchronized (HANGING) {
            while (hanging || connection <= silent) {
                try {
                    HANGING.wait();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        }
    }

    /** How often, so far, the service has asked something and then been answered. */
    public static int roundTrips() {
        return ROUND_TRIPS.get();
    }

    /** How many statements, so far, the service has had executed. */
    public static int statements() {
        return STATEMENTS.get();
    }

    private static void accept(int target) {
        while (true) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                SOCKETS.add(client);
                SOCKETS.add(server);
                int connection;
                synchronized (HANGING) {
                    connection = ++connections;
                }
                AtomicInteger asking = new AtomicInteger();
                Statements statements = new Statements();
                thread(() -> copy(connection, client, server, (bytes, count) -> {
                    asking.set(1);
                    STATEMENTS.addAndGet(statements.in(bytes, count));
                }));
                thread(() ->
                        copy(connection, server, client, (bytes, count) -> ROUND_TRIPS.addAndGet(asking.getAndSet(0))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void copy(int connection, Socket from, Socket to, ObjIntConsumer<byte[]> onBytes) {
        byte[] buffer = new byte[65536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitMend(connection);
                onBytes.accept(buffer, length);
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // cut, or closed by one side: the other side is to know
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        SOCKETS.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed then
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "database-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
