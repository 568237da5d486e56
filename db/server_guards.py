"""What a shared database watches over itself, whatever client writes: numbers of the log, imports, versions.

Grants and policies (db.server_roles) say who may write which rows. Some rows are good only beside others: an
entry of the log has the next number and this moment's time, its changes are noted by who made it, an import
hides and changes what its maker may write. Triggers see to that. Whoever owns the tables is left alone: an
upgrade and a copied workspace bring what others made.
"""

from __future__ import annotations

_SHORT = {
    # With the owner's rights; nothing that a caller makes is found under a name of ours.
    "SAFELY": "SECURITY DEFINER SET search_path = pg_catalog, pg_temp",
    "AS_NOT_ALLOWED": "USING ERRCODE = 'insufficient_privilege'",
}

TABLES = (
    # Whoever writes locks it; whoever only looks may not.
    "CREATE TABLE IF NOT EXISTS lianpu.turn (id integer PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS lianpu.member
    (name text PRIMARY KEY, district text NOT NULL)""",
    # Names in the log are what people call themselves; this is who they signed in as.
    """CREATE TABLE IF NOT EXISTS lianpu.signed
    (number integer PRIMARY KEY, db_user text NOT NULL, at timestamptz NOT NULL DEFAULT now())""",
    """CREATE TABLE IF NOT EXISTS lianpu.begun
    (batch integer PRIMARY KEY, db_user text NOT NULL, at timestamptz NOT NULL DEFAULT now())""",
)

# In plpgsql, which keeps its plans: functions in SQL are planned anew for every row.
_WHO = (
    """CREATE OR REPLACE FUNCTION lianpu.is_owner() RETURNS boolean
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RETURN pg_has_role(session_user, relowner, 'USAGE') FROM pg_class
            WHERE oid = 'public.change_log'::regclass;
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.is_editor() RETURNS boolean
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            RETURN has_table_privilege(session_user, 'public.chain', 'UPDATE');
        END $$""",
    # Trailing zeros of a code stand for the whole: 371000 is a city with all its districts.
    """CREATE OR REPLACE FUNCTION lianpu.is_own(region text) RETURNS boolean
    LANGUAGE plpgsql STABLE SAFELY AS $$
        BEGIN
            RETURN EXISTS (
                SELECT FROM lianpu.member m,
                LATERAL (SELECT regexp_replace(m.district, '(00)+$', '') AS begin) p
                WHERE m.name = session_user AND p.begin <> '' AND left(region, length(p.begin)) = p.begin);
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.is_own_company(company integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SAFELY AS $$
        BEGIN
            RETURN EXISTS (
                SELECT FROM public.company c WHERE c.id = company AND lianpu.is_own(c.region));
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.is_own_entry(entry integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SAFELY AS $$
        BEGIN
            RETURN EXISTS (
                SELECT FROM lianpu.signed s WHERE s.number = entry AND s.db_user = session_user);
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.is_own_batch(import integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SAFELY AS $$
        BEGIN
            RETURN EXISTS (
                SELECT FROM lianpu.begun b WHERE b.batch = import AND b.db_user = session_user);
        END $$""",
    # What an import of somebody else still has to change is carried out by whoever comes by.
    """CREATE OR REPLACE FUNCTION lianpu.may_add(entry integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SAFELY AS $$
        BEGIN
            RETURN lianpu.is_own_entry(entry) OR EXISTS (
                SELECT FROM public.staged_update s JOIN public.import_batch b ON b.id = s.batch
                WHERE b.number = entry OR starts_with(s.arrival, '{"revert": ' || entry || ','));
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.in_use(first_id integer, last_id integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SAFELY AS $$
        BEGIN
            RETURN EXISTS (SELECT FROM public.placement p WHERE p.company_id BETWEEN first_id AND last_id)
            OR EXISTS (SELECT FROM public.target t WHERE t.company_id BETWEEN first_id AND last_id);
        END $$""",
)

_COUNTING = (
    # With the caller's own rights: who may only look can lock nothing, and hold nobody up. A program that was
    # open while the database was upgraded knows its tables no longer: it writes nothing more.
    """CREATE OR REPLACE FUNCTION lianpu.take_turn(known text) RETURNS text
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            LOCK TABLE lianpu.turn IN EXCLUSIVE MODE;
            IF NOT EXISTS (SELECT FROM public.alembic_version WHERE version_num = known) THEN
                RAISE EXCEPTION 'of another version' USING ERRCODE = 'LP001';
            END IF;
            RETURN pg_current_xact_id()::text;
        END $$""",
    # Numbers of the log, in a row and without gaps: see db.last_numbers.
    """CREATE OR REPLACE FUNCTION lianpu.take_numbers(counted text, many integer) RETURNS integer
    LANGUAGE sql SAFELY AS $$
        UPDATE lianpu.last_number SET last = last + many WHERE name = counted AND many > 0 RETURNING last
    $$""",
    # Ids that were never used, as many as are asked for; the sequence goes on behind them.
    """CREATE OR REPLACE FUNCTION lianpu.take_ids(counted text, many integer) RETURNS integer
    LANGUAGE plpgsql SAFELY AS $$
        DECLARE
            numbers regclass := pg_get_serial_sequence('public.' || quote_ident(counted), 'id');
            used integer;
        BEGIN
            IF numbers IS NULL OR many NOT BETWEEN 1 AND 1000000 THEN
                RAISE EXCEPTION 'no such ids' AS_NOT_ALLOWED;
            END IF;
            EXECUTE format('SELECT max(id) FROM public.%I', counted) INTO used;
            used := greatest(coalesce(used, 0), coalesce(pg_sequence_last_value(numbers), 0));
            PERFORM setval(numbers, used + many);
            RETURN used + 1;
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.all_there() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        DECLARE there bigint;
        BEGIN
            IF lianpu.is_owner() THEN
                RETURN NULL;
            ELSIF NEW.name = 'change_log' THEN
                SELECT count(*) INTO there FROM public.change_log
                WHERE number > OLD.last AND number <= NEW.last;
            ELSE
                SELECT count(*) INTO there FROM public.change_item WHERE id > OLD.last AND id <= NEW.last;
            END IF;
            IF there <> NEW.last - OLD.last THEN
                RAISE EXCEPTION 'numbers of the log without rows' AS_NOT_ALLOWED;
            END IF;
            RETURN NULL;
        END $$""",
)

_LOG = (
    """CREATE OR REPLACE FUNCTION lianpu.entry_added() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        BEGIN
            IF lianpu.is_owner() THEN
                RETURN NEW;
            END IF;
            IF NEW.number > (SELECT last FROM lianpu.last_number WHERE name = 'change_log')
                OR NEW.undoes >= NEW.number
                OR abs(extract(epoch FROM NEW.at::timestamptz - clock_timestamp())) > 600
            THEN
                RAISE EXCEPTION 'an entry of another number or time' AS_NOT_ALLOWED;
            END IF;
            RETURN NEW;
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.item_added() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        BEGIN
            IF NOT lianpu.is_owner() AND (
                NEW.id > (SELECT last FROM lianpu.last_number WHERE name = 'change_item')
                OR NOT lianpu.may_add(NEW.number))
            THEN
                RAISE EXCEPTION 'a change of another entry' AS_NOT_ALLOWED;
            END IF;
            RETURN NEW;
        END $$""",
    """CREATE OR REPLACE FUNCTION lianpu.sign() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        BEGIN
            IF TG_RELID <> 'public.change_log'::regclass THEN
                RAISE EXCEPTION 'signs the log alone' AS_NOT_ALLOWED;
            END IF;
            INSERT INTO lianpu.signed (number, db_user) VALUES (NEW.number, session_user);
            RETURN NULL;
        END $$""",
)

_IMPORTS = (
    """CREATE OR REPLACE FUNCTION lianpu.import_begun() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        BEGIN
            IF TG_RELID <> 'public.import_batch'::regclass THEN
                RAISE EXCEPTION 'notes imports alone' AS_NOT_ALLOWED;
            END IF;
            INSERT INTO lianpu.begun (batch, db_user) VALUES (NEW.id, session_user)
            ON CONFLICT (batch) DO UPDATE SET db_user = session_user;
            RETURN NULL;
        END $$""",
    # The entry of an import is its maker's; of an import that is taken back a part can stay under it.
    """CREATE OR REPLACE FUNCTION lianpu.import_numbered() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.number = OLD.number OR lianpu.is_own_entry(NEW.number)
                OR TG_OP = 'INSERT' AND EXISTS (
                    SELECT FROM public.import_batch b WHERE b.number = NEW.number)
            THEN
                RETURN NEW;
            END IF;
            IF NEW.number IS NOT NULL AND NOT lianpu.is_owner() THEN
                RAISE EXCEPTION 'an entry of others' AS_NOT_ALLOWED;
            END IF;
            RETURN NEW;
        END $$""",
    # Who may not remove a company that is in use does not hide it either.
    """CREATE OR REPLACE FUNCTION lianpu.import_changed() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        BEGIN
            IF NEW.id <> OLD.id OR NEW.phase <> OLD.phase AND OLD.phase = 'published'
                AND NOT lianpu.is_editor() AND NOT lianpu.is_owner() AND EXISTS (
                    SELECT FROM public.import_range r
                    WHERE r.batch = NEW.id AND lianpu.in_use(r.first_id, r.last_id))
            THEN
                RAISE EXCEPTION 'companies in use' AS_NOT_ALLOWED;
            END IF;
            RETURN NEW;
        END $$""",
    # An import owns the companies that it adds: those that were written in the same transaction. When it is
    # taken back, what stays is parted from it; of that, too, nothing is another district's.
    """CREATE OR REPLACE FUNCTION lianpu.range_written() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        DECLARE
            begins integer := NEW.first_id;
            there bigint;
        BEGIN
            IF lianpu.is_editor() OR lianpu.is_owner() THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' THEN
                IF NEW.batch <> OLD.batch OR NEW.first_id <> OLD.first_id THEN
                    RAISE EXCEPTION 'another range' AS_NOT_ALLOWED;
                END IF;
                begins := OLD.last_id + 1;
            END IF;
            SELECT count(*) INTO there FROM public.company c WHERE c.id BETWEEN begins AND NEW.last_id
            AND c.xmin = pg_current_xact_id()::xid;
            IF there = greatest(NEW.last_id - begins + 1, 0) THEN
                RETURN NEW;
            END IF;
            IF NEW.last_id > pg_sequence_last_value('public.company_id_seq')
                OR EXISTS (SELECT FROM public.company c WHERE c.id BETWEEN begins AND NEW.last_id
                    AND NOT lianpu.is_own(c.region))
                OR lianpu.in_use(begins, NEW.last_id) AND NOT EXISTS (
                    SELECT FROM public.import_batch b WHERE b.id = NEW.batch AND b.phase = 'published')
            THEN
                RAISE EXCEPTION 'companies of others' AS_NOT_ALLOWED;
            END IF;
            RETURN NEW;
        END $$""",
    # Others carry it out with rights of their own: it must be what its maker may write. How the text of what
    # is taken back begins is written by db.staged_updates.
    """CREATE OR REPLACE FUNCTION lianpu.update_staged() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        DECLARE told json := NEW.arrival::json;
        BEGIN
            IF lianpu.is_owner() THEN
                RETURN NEW;
            ELSIF told ->> 'revert' IS NOT NULL THEN
                IF NOT lianpu.is_own_entry((told ->> 'revert')::integer)
                    OR NOT starts_with(NEW.arrival, '{"revert": ')
                THEN
                    RAISE EXCEPTION 'takes back under another entry' AS_NOT_ALLOWED;
                END IF;
            ELSIF NOT lianpu.is_own_batch(NEW.batch)
                OR (told ->> 'id')::integer IS DISTINCT FROM NEW.company_id
                OR NOT lianpu.is_editor() AND NOT lianpu.is_own(told #>> '{company,region}')
            THEN
                RAISE EXCEPTION 'a company of others' AS_NOT_ALLOWED;
            END IF;
            RETURN NEW;
        END $$""",
    # Views of a segment are drawn anew when something in it was placed: that counts one up.
    """CREATE OR REPLACE FUNCTION lianpu.segment_touched() RETURNS trigger
    LANGUAGE plpgsql SAFELY AS $$
        BEGIN
            IF NEW.version <> OLD.version + 1 AND NOT lianpu.is_editor() AND NOT lianpu.is_owner() THEN
                RAISE EXCEPTION 'a version that is not the next' AS_NOT_ALLOWED;
            END IF;
            RETURN NEW;
        END $$""",
)

_TRIGGERS = {
    "sign": "AFTER INSERT ON public.change_log FOR EACH ROW EXECUTE FUNCTION lianpu.sign()",
    "guard_entry": "BEFORE INSERT ON public.change_log FOR EACH ROW EXECUTE FUNCTION lianpu.entry_added()",
    "guard_item": "BEFORE INSERT ON public.change_item FOR EACH ROW EXECUTE FUNCTION lianpu.item_added()",
    "begun": "AFTER INSERT ON public.import_batch FOR EACH ROW EXECUTE FUNCTION lianpu.import_begun()",
    "guard_batch": "BEFORE UPDATE ON public.import_batch FOR EACH ROW EXECUTE FUNCTION"
    " lianpu.import_changed()",
    "guard_number": "BEFORE INSERT OR UPDATE ON public.import_batch FOR EACH ROW EXECUTE FUNCTION"
    " lianpu.import_numbered()",
    "guard_range": "BEFORE INSERT OR UPDATE ON public.import_range FOR EACH ROW EXECUTE FUNCTION"
    " lianpu.range_written()",
    "guard_staged": "BEFORE INSERT OR UPDATE ON public.staged_update FOR EACH ROW EXECUTE FUNCTION"
    " lianpu.update_staged()",
    "guard_version": "BEFORE UPDATE OF version ON public.segment FOR EACH ROW EXECUTE FUNCTION"
    " lianpu.segment_touched()",
}


def _made(name: str, rest: str) -> tuple[str, str]:
    """A trigger made anew: PostgreSQL 13 cannot replace one."""
    table = rest.partition(" ON ")[2].partition(" ")[0]
    return f"DROP TRIGGER IF EXISTS {name} ON {table}", f"CREATE TRIGGER {name} {rest}"


def _whole(statement: str) -> str:
    for short, long in _SHORT.items():
        statement = statement.replace(short, long)
    return statement


GUARDS = (
    *map(_whole, (*_WHO, *_COUNTING, *_LOG, *_IMPORTS)),
    *(part for name, rest in _TRIGGERS.items() for part in _made(name, rest)),
    "DROP TRIGGER IF EXISTS all_there ON lianpu.last_number",
    # At the end of the transaction: numbers are taken before their rows are written.
    """CREATE CONSTRAINT TRIGGER all_there AFTER UPDATE ON lianpu.last_number DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION lianpu.all_there()""",
)
"""Statements that make it all, in order; run again they bring what is there up to date."""

CALLED_BY_WRITERS = "lianpu.take_numbers(text, integer), lianpu.take_ids(text, integer)"
OF_TRIGGERS = ", ".join(
    f"lianpu.{name}()"
    for name in (
        *("sign", "entry_added", "item_added", "all_there", "segment_touched"),
        *("import_begun", "import_numbered", "import_changed", "range_written", "update_staged"),
    )
)
"""Nobody calls them: a trigger of one's own must not."""
