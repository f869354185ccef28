/** Plays a list of ledger calls in one round trip; says after each what came of it and where the wallets stand. */
export const RUN_STEPS_SQL = `
CREATE FUNCTION run_steps(p_calls jsonb, p_wallets uuid[], OUT steps jsonb, OUT lots jsonb)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  c jsonb;
  v_now timestamptz := '2026-01-01 00:00:00+00';
  v_outcome jsonb;
BEGIN
  steps := '[]';
  FOR c IN SELECT * FROM jsonb_array_elements(p_calls) LOOP
    v_outcome := '{}';
    BEGIN
      CASE c->>'op'
      WHEN 'grant' THEN
        v_outcome := jsonb_build_object('isRepeat', ledger_grant((c->>'lot')::uuid, (c->>'wallet')::uuid,
          c->>'kind', 'test', c->>'key', (c->>'amount')::integer, step_time(c->>'expires'),
          NULL, NULL, NULL, FALSE));
      WHEN 'buy' THEN
        INSERT INTO purchases (id, rail, rail_key, payer_account_id, wallet_id, price_version, paid_minor,
            currency, credits, state)
          VALUES ((c->>'purchase')::uuid, 'test', c->>'purchase', (c->>'wallet')::uuid, (c->>'wallet')::uuid,
            '1', 1, 'usd', (c->>'credits')::integer, 'paid');
        v_outcome := jsonb_build_object('isRepeat', ledger_grant((c->>'lot')::uuid, (c->>'wallet')::uuid,
          'top_up', 'test', c->>'purchase', (c->>'credits')::integer, step_time(c->>'expires'),
          (c->>'purchase')::uuid, NULL, NULL, TRUE));
      WHEN 'hold' THEN
        SELECT CASE WHEN h.hold_id IS NULL
            THEN jsonb_build_object('outcome', h.outcome, 'figure', h.figure)
            ELSE jsonb_build_object('outcome', h.outcome, 'id', h.hold_id) END INTO v_outcome
          FROM ledger_hold((c->>'hold')::uuid, (c->>'wallet')::uuid, (c->>'wallet')::uuid, NULL,
            (c->>'generation')::uuid, (c->>'amount')::integer, c->>'key', '{}', NULL,
            step_time(c->>'expires'), v_now) h;
      WHEN 'capture' THEN
        SELECT jsonb_build_object('kind', e.kind, 'captured', e.captured, 'released', e.released,
            'isRepeat', e.is_repeat) INTO v_outcome
          FROM ledger_capture((c->>'hold')::uuid, (c->>'amount')::integer, v_now) e;
      WHEN 'release' THEN
        SELECT jsonb_build_object('kind', e.kind, 'captured', e.captured, 'released', e.released,
            'isRepeat', e.is_repeat) INTO v_outcome
          FROM ledger_release((c->>'hold')::uuid, v_now) e;
      WHEN 'clawback' THEN
        SELECT jsonb_build_object('taken', r.taken, 'debtAdded', r.debt_added, 'isRepeat', r.is_repeat)
          INTO v_outcome
          FROM ledger_clawback((c->>'purchase')::uuid, 'test', c->>'key', 'refund', (c->>'due')::integer) r;
      WHEN 'expire_holds' THEN
        v_outcome := jsonb_build_object('count', ledger_expire_holds(v_now, 1000));
      WHEN 'expire_lots' THEN
        v_outcome := jsonb_build_object('count', ledger_expire_lots(v_now, 1000));
      WHEN 'freeze' THEN
        UPDATE wallets SET frozen_at = CASE WHEN (c->>'isFrozen')::boolean THEN now() END
          WHERE id = (c->>'wallet')::uuid;
      WHEN 'wait' THEN
        v_now := step_time(c->>'now');
      ELSE NULL;
      END CASE;
    EXCEPTION WHEN SQLSTATE 'LG404' OR SQLSTATE 'LG409' OR SQLSTATE 'LG422' THEN
      v_outcome := to_jsonb(SQLSTATE);
    END;
    steps := steps || jsonb_build_array(jsonb_build_object('outcome', v_outcome, 'figures', (
      SELECT jsonb_agg(jsonb_build_object('balance', w.balance, 'held', w.held, 'debt', w.debt,
          'entries', w.next_seq - 1) ORDER BY w.id)
        FROM wallets w WHERE w.id = ANY (p_wallets))));
  END LOOP;
  SELECT coalesce(jsonb_object_agg(l.id, jsonb_build_array(l.remaining, l.held)), '{}') INTO lots
    FROM lots l WHERE l.wallet_id = ANY (p_wallets);
END $$;
`;

export const STEP_TIME_SQL = `
CREATE FUNCTION step_time(p_hours text) RETURNS timestamptz LANGUAGE sql AS $$
  SELECT '2026-01-01 00:00:00+00'::timestamptz + p_hours::integer * interval '1 hour'
$$;
`;
