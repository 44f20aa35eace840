import type { Field } from './headings.js';

/** Headings as the exports write them, in plain letters: English, French, Spanish, German, Italian, Dutch, Portuguese, Polish, Finnish. */
export const HEADING_WORDS: Readonly<Record<Field, string>> = {
  name:
    'name | name original name | nameoriginalname | user name | full name | participant | ' +
    'participant name | nom | nom complet | nom nom d origine | nombre | nombre completo | ' +
    'nombre nombre original | vollstandiger name | name originalname | nome | nome completo | ' +
    'nome nome original | nome originale | naam | volledige naam | ' +
    'nazwa | imie i nazwisko | pelna nazwa | nimi | koko nimi | nom de l utilisateur | nom du participant',
  firstName: 'first name | prenom | vorname | voornaam | primeiro nome | given name',
  lastName:
    'last name | nom de famille | apellido | apellidos | nachname | cognome | achternaam | sobrenome | ' +
    'apelido | surname',
  email:
    'email | e mail | user email | user email 2 | email address | adresse e mail | ' +
    'e mail de l utilisateur | courriel | correo electronico | e mail adresse | posta elettronica | ' +
    'indirizzo e mail | e mailadres | e mail address | correo | ' +
    'adres e mail | sahkoposti | sahkopostiosoite | adresse mail | adresse electronique',
  joined:
    'join time | time joined | joined | joined at | heure d arrivee | heure de connexion | ' +
    'heure a laquelle l utilisateur a rejoint | hora de union | hora de ingreso | hora de entrada | ' +
    'hora de incorporacion | beitrittszeit | beitrittszeitpunkt | teilnahmezeit | ora di ingresso | ' +
    'orario di partecipazione | ora di partecipazione | tijdstip van deelname | deelnametijd | ' +
    'hora de ingresso | hora de adesao | heure de jonction | entree | ' +
    'heure de participation | heure d entree | heure d adhesion | arrivee | date d arrivee | entrada | czas dolaczenia | godzina dolaczenia | liittymisaika',
  left:
    'leave time | time exited | left | left at | time left | heure de depart | heure de sortie | ' +
    'hora de salida | hora de finalizacion | austrittszeit | endzeitpunkt | verlassen um | ' +
    'austrittszeitpunkt | ora di uscita | orario di uscita | tijdstip van vertrek | vertrektijd | ' +
    'hora de saida | sortie | ' +
    'depart | date de depart | heure de deconnexion | salida | czas opuszczenia | godzina opuszczenia | poistumisaika',
  firstJoined:
    'first join | first join time | premiere participation | premiere connexion | premiere arrivee | ' +
    'primera union | primera entrada | erster beitritt | erste teilnahme | primo ingresso | ' +
    'prima partecipazione | eerste deelname | primeira participacao | primeira entrada | ' +
    'premiere jonction | premier acces | premiere entree | pierwsze dolaczenie | ensimmainen liittyminen',
  lastLeft:
    'last leave | last leave time | dernier depart | derniere sortie | derniere deconnexion | ' +
    'ultima salida | letztes verlassen | letzter austritt | ultima uscita | laatste vertrek | ' +
    'ultima saida | ' +
    'derniere heure de depart | ostatnie opuszczenie | viimeinen poistuminen',
  duration:
    'duration | duration minutes | duration minutes 2 | in meeting duration | duree | duree minutes | ' +
    'duree de la reunion | duree en reunion | duracion | duracion minutos | duracion en la reunion | ' +
    'dauer | dauer minuten | dauer der teilnahme | teilnahmedauer | durata | durata minuti | ' +
    'durata della riunione | duur | duur minuten | duracao | duracao minutos | duracao na reuniao | ' +
    'time in session | time in call | ' +
    'duree de participation | duree de presence | duree dans la reunion | czas trwania | kesto',
  totalDuration:
    'total duration minutes | total duration | duree totale minutes | duree totale | ' +
    'duracion total minutos | gesamtdauer minuten | durata totale minuti | totale duur minuten | ' +
    'duracao total minutos',
  role: 'role | rol | rolle | ruolo | funcao | funcion | papel | rola | rooli',
  action:
    'user action | action | action de l utilisateur | action utilisateur | accion del usuario | ' +
    'benutzeraktion | azione utente | gebruikersactie | acao do usuario | acao do utilizador | ' +
    'akcja uzytkownika | kayttajan toiminto',
  timestamp:
    'timestamp | horodatage | horodateur | date et heure | marca de tiempo | marca de hora | ' +
    'zeitstempel | data e ora | indicatore di data e ora | tijdstempel | carimbo de data hora | ' +
    'sygnatura czasowa | znacznik czasu | aikaleima',
  inWaitingRoom:
    'in waiting room | inwaitingroom | en salle d attente | en sala de espera | im warteraum | ' +
    'in sala d attesa | in wachtruimte | na sala de espera',
  topic:
    'topic | meeting title | sujet | titre de la reunion | tema | titulo de la reunion | thema | ' +
    'besprechungstitel | titel der besprechung | argomento | titolo riunione | titolo della riunione | ' +
    'onderwerp | titel van vergadering | vergaderingstitel | topico | titulo da reuniao | ' +
    'tytul spotkania | kokouksen otsikko | nom de la reunion',
  meetingId:
    'meeting id | meetingid | id de reunion | id de la reunion | n de reunion | ' +
    'meeting id besprechungs id | besprechungs id | id riunione | vergaderings id | id da reuniao | ' +
    'webinar id',
  start:
    'start time | start time 1 | meeting start time | heure de debut | heure de debut de la reunion | ' +
    'hora de inicio | hora de inicio de la reunion | startzeit | startzeit der besprechung | beginn | ' +
    'ora di inizio | ora di inizio riunione | begintijd | starttijd | tijdstip van begin | ' +
    'hora de inicio da reuniao | hora inicial | ' +
    'czas rozpoczecia | godzina rozpoczecia | aloitusaika | alkamisaika',
  end:
    'end time | meeting end time | heure de fin | heure de fin de la reunion | hora de finalizacion | ' +
    'hora de finalizacion de la reunion | hora de fin | endzeit | endzeit der besprechung | ende | ' +
    'ora di fine | ora di fine riunione | eindtijd | hora de termino | hora de fim | ' +
    'hora de termino da reuniao | hora final | ' +
    'czas zakonczenia | godzina zakonczenia | paattymisaika',
  hostEmail: 'host email | user email 1 | e mail de l hote',
  accountId:
    'participant id upn | participant id | id du participant upn | id de participante upn | ' +
    'teilnehmer id upn | id partecipante upn | deelnemer id upn | identificacao do participante upn | ' +
    'upn',
};
