package dev.interrater.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs statements as the superuser of one database of the embedded server. */
public final class Sql {
    private final String url;

    private Sql(String url) {
        this.url = url;
    }

    /** In the database that the service under test uses, unless its profile says otherwise. */
    public static Sql main() {
        return in("postgres");
    }

    /** In a database of this name. */
    public static Sql in(String database) {
        return at(TestDatabase.server().port(), database);
    }

    /** In a database of the server at this port. */
    public static Sql at(int port, String database) {
        return as("postgres", port, database);
    }

    /** The same as another role. */
    public static Sql as(String role, int port, String database) {
        return new Sql("jdbc:postgresql://localhost:" + port + "/" + database + "?user=" + role);
    }

    /** Runs a statement, or a script, and says how many rows the first of it changed. */
    public int run(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.execute();
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first column of all rows. */
    @SuppressWarnings("unchecked")
    public <T> List<T> column(String sql, Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> column = new ArrayList<>();
            while (rows.next()) {
                column.add((T) rows.getObject(1));
            }
            return column;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The first column of the only row. */
    public <T> T value(String sql, Object... parameters) {
        List<T> column = column(sql, parameters);
        if (column.size() != 1) {
            throw new IllegalStateException(column.size() + " rows: " + sql);
        }
        return column.get(0);
    }

    /** A connection to keep. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
